"""What was made of the ledger, kept until another event is written, and what pages show of it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from carbon_eia.register.store import Ledger, Register

__all__ = ["Kept", "Shown"]

Made = TypeVar("Made")


class Kept(Generic[Made]):
    """Things that hang on the ledger and a key alone: those that were asked for last, ``most`` of
    them, each made once for each state of the ledger."""

    def __init__(self, register: Register, most: int) -> None:
        self.register, self.most = register, most
        self._kept: OrderedDict[Hashable, Made] = OrderedDict()
        self._lock = Lock()

    def of(self, key: tuple[Hashable, ...], make: Callable[[Ledger], Made]) -> Made:
        """The thing of a key as the ledger is now: kept, or made."""
        with self.register.reading() as ledger:
            full = (ledger.last(), *key)
            with self._lock:
                if full in self._kept:
                    self._kept.move_to_end(full)
                    return self._kept[full]
            made = make(ledger)
        with self._lock:
            self._kept[full] = made
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
        return made


class Shown:
    """What pages show of a thing that does not change: put together once in each language and kept
    with the thing. Whoever sees the thing sees it too: nothing of a session may stand in it."""

    def __init__(self) -> None:
        self._by_lang: dict[str, object] = {}

    def once(self, lang: str, make: Callable[..., Made], *about: object) -> Made:
        """What is shown in a language; ``make`` puts it together of what it is about."""
        if lang not in self._by_lang:
            self._by_lang[lang] = make(*about)
        return self._by_lang[lang]  # type: ignore[return-value]
