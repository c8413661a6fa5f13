"""Named tuples with exact numbers as JSON, and back: how a derivation stands in its record."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, TypeVar

import msgspec

from carbon_eia.errors import InputError, Problem
from carbon_eia.run.records.record_base import DecimalText, FractionText, Record
from carbon_eia.run.values import fraction_text
from carbon_eia.units import decimal_text

__all__ = ["plain", "plain_parts", "restored"]

T = TypeVar("T")


class _Number(Record, frozen=True, kw_only=True):
    """A fraction as ``plain`` writes it."""

    value: DecimalText
    exact: FractionText = ""


def plain_parts(value: tuple[object, ...]) -> dict[str, object]:
    """The parts of a named tuple as ``plain`` makes them, by name."""
    named: Mapping[str, object] = value._asdict()  # type: ignore[attr-defined]
    return {k: plain(v) for k, v in named.items()}


def plain(value: object) -> object:
    """A value as JSON holds it: a named tuple as an object, a fraction as decimals, exact where
    these do not end.

    >>> plain(Fraction(1, 3))
    {'value': '0.333333333333333', 'exact': '1/3'}
    """
    if isinstance(value, Fraction):
        exact = fraction_text(value)
        return {"value": decimal_text(value)} | ({"exact": exact} if exact else {})
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return plain_parts(value)
    if isinstance(value, tuple | list):
        return [plain(v) for v in value]
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    return value


def restored(kind: type[T], value: object) -> T:
    """The value of a type from what ``plain`` made of it.

    Raises InputError CE-N001 for what is no such value.
    """
    try:
        found: T = _restored(kind, value)
    except (TypeError, ValueError, msgspec.ValidationError) as error:
        raise InputError(Problem("CE-N001", params={"why": str(error)})) from None
    return found


def _restored(kind: Any, value: Any) -> Any:
    origin, inside = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        if value is None:
            return None
        return _restored(next(k for k in inside if k is not type(None)), value)
    if origin is tuple:
        held = msgspec.convert(value, list[Any])
        if len(inside) == 2 and inside[1] is Ellipsis:
            return tuple(_restored(inside[0], v) for v in held)
        return tuple(_restored(k, v) for k, v in zip(inside, held, strict=True))
    if kind is Fraction:
        number = msgspec.convert(value, _Number)
        return Fraction(number.exact or number.value)
    if isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields"):
        hints = typing.get_type_hints(kind)
        named = msgspec.convert(value, dict[str, Any])
        if not hints.keys() >= named.keys():
            raise ValueError(f"{kind.__name__}: {', '.join(named.keys() - hints.keys())[:80]}")
        return kind(**{k: _restored(hints[k], v) for k, v in named.items()})
    return msgspec.convert(value, kind)
