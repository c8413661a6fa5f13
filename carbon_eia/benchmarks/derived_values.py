"""Admission values derived from energy limits: provisional, with the sum written out.

    A = Σ_f q_f × EF_f + e × EF_grid + P_process

The formula is put together from what the sector file names, in the one grammar of formulas; the
value is worked out from that very text.

Level 1 of the limit gives the advanced value, level 2 the admission value. The steps are our own
proposal after the practice of deriving carbon from energy levels, so no derived value is better
than grade B; one that rests on an assumed energy mix, or on a limit whose correction is open, is
grade C. ``[[derivation]]`` of a sector file says what is taken: see ``factors/README.md``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from carbon_eia.benchmarks.benchmark import Benchmark, BenchmarkDerivation, Instrument
from carbon_eia.benchmarks.corrected import is_open
from carbon_eia.energy import carbon_per_tce, electricity_rate
from carbon_eia.formulas import parse_formula
from carbon_eia.messages import sentence
from carbon_eia.reference import Row, Sector, SectorProduct, Value, World
from carbon_eia.reference.sector import processes_of
from carbon_eia.units import (
    Unit,
    decimal_text,
    gas_dimension,
    parse_quantity,
    parse_unit,
    rounded,
)

__all__ = ["derived_benchmarks"]

PLACES = 4
"""Decimals at which a derived value is stated; more where it would have fewer figures than that."""

GIVES = {"gb1": "advanced", "gb2": "admission"}


def derived_benchmarks(
    world: World,
    sector: Sector,
    region: str,
    year: int,
    variants: Mapping[str, str] | None = None,
) -> list[Benchmark]:
    """Every value that the sector's ``[[derivation]]`` tables allow on the day.

    ``variants``: product → the process variant that the project states (empty where it states
    none); None gives the values of every variant. Empty where a limit, a factor or the process
    emission is missing: nothing is filled in.
    """
    found: list[Benchmark] = []
    for spec in sector.derivation:
        product = next(p for p in sector.products if p.id == spec["product"])
        if variants is not None and not _meant(spec, sector.derivation, product, variants):
            continue
        for level, gives in GIVES.items():
            made = _Sum(world, sector, product, spec, level).derive(gives, region, year)
            if made is not None:
                found.append(made)
    return found


def _meant(
    spec: Mapping[str, Any],
    specs: Sequence[Mapping[str, Any]],
    product: SectorProduct,
    variants: Mapping[str, str],
) -> bool:
    """Whether a derivation is that of the variant that the project makes.

    Where it states none, that of the product's usual variant or the only one; never one of several.
    """
    if product.id not in variants:
        return False
    own = [s for s in specs if s["product"] == product.id]
    wanted = variants[product.id] or product.energy.get("variant", "")
    named = [s for s in own if s.get("variant", "") == wanted]
    if not named:
        plain = [s for s in own if "variant" not in s]
        named = plain or (own if len(own) == 1 and not wanted else [])
    return spec in named


class _Sum:
    """One derived value in the making: its formula, what stands in it, and what that rests on.

    The formula is put together term by term; ``values`` and ``shown`` say what each of its symbols
    is, as a number and as it is printed.
    """

    def __init__(
        self,
        world: World,
        sector: Sector,
        product: SectorProduct,
        spec: Mapping[str, Any],
        level: str,
    ) -> None:
        self.world, self.sector, self.product = world, sector, product
        self.spec, self.level = spec, level
        self.formula = ""
        self.values: dict[str, Fraction] = {}
        self.shown: dict[str, str] = {}
        self.limits: list[Row] = []
        self.grades = {"B"}
        self.gas = "CO2"

    def derive(self, gives: str, region: str, year: int) -> Benchmark | None:
        """The value, or None where something that it rests on is missing on the day."""
        grid = self.world.electricity(region, year)
        if grid is None:
            return None
        self.grades.add(grid.citation.grade)
        if "assumption" in self.spec:
            self.grades.add("C")
        whole = self._pue(grid) if "pue" in self.spec else self._energy(grid)
        if not whole or not all(self._process(p) for p in processes_of(self.spec)):
            return None
        if any(is_open(self.world, row) for row in self.limits):
            self.grades.add("C")
        self.grades.update(row["grade"] for row in self.limits)
        return self._benchmark(gives, grid)

    # --- energy

    def _pue(self, grid: Value) -> bool:
        row = self._limit(self.spec["pue"])
        if row is None:
            return False
        self.limits.append(row)
        factor = grid.quantity.to("tCO2/MWh")
        pue = self._known("PUE", Fraction(row["value"]), f"PUE {row['value']}")
        self._add(f"{pue} × {self._known('EF_grid', factor, decimal_text(factor))}")
        return True

    def _energy(self, grid: Value) -> bool:
        power = Fraction(0)
        rate = electricity_rate(self.world).quantity.to("tce/MWh")
        if "electricity" in self.spec:
            found = self._per_output(self.spec["electricity"], "MWh")
            if found is None:
                return False
            power = found
        key = "energy" if "energy" in self.spec else "fuel"
        if key in self.spec:
            taken = self._per_output(self.spec[key], "tce")
            if taken is None:
                return False
            if key == "energy":  # 综合能耗 counts electricity at its calorific equivalent
                taken -= power * rate
            for part in self.spec["mix"]:
                share = Fraction(part["share"])
                if part["material"] == "electricity":
                    power += taken * share / rate
                elif not self._fuel(part["material"], taken * share):
                    return False
        if power:
            factor = grid.quantity.to("tCO2/MWh")
            used = self._known("e", power, f"{decimal_text(power, 6)} MWh/{self.product.unit}")
            grid_factor = self._known("EF_grid", factor, f"{decimal_text(factor)} tCO2/MWh")
            self._add(f"{used} × {grid_factor}")
        return True

    def _fuel(self, material: str, tce: Fraction) -> bool:
        """A fuel, or bought ``heat``, by its carbon per standard coal equivalent."""
        found = carbon_per_tce(material, self.sector, self.world)
        if found is None:
            return False
        factor, value = found
        self.grades.add(value.citation.grade)
        mark = re.sub(r"\W", "_", material)
        amount = f"{decimal_text(tce, 6)} tce/{self.product.unit} {self._name(material)}"
        burnt = self._known(f"q_{mark}", tce, amount)
        per_tce = self._known(f"EF_{mark}", factor, f"{rounded(factor, 4)} tCO2/tce")
        self._add(f"{burnt} × {per_tce}")
        return True

    def _name(self, material: str) -> str:
        if material == "heat":
            return sentence("carrier.heat")
        return self.world.tables.row("materials", material)["name_zh"]

    # --- process emission

    def _process(self, spec: Mapping[str, Any]) -> bool:
        """A published process factor: × ``times`` of its material per product, less shares."""
        table, _, ident = spec["row"].partition(":")
        ident = self.sector.items.get(ident, ident)  # that of the guide which the project chose
        value = self.world.cell(table, ident)
        if value is None:
            return False
        self.grades.add(value.citation.grade)
        gas = self.world.tables.row(table, ident)["gas"]
        number = sum(name.startswith("P_") for name in self.values) + 1
        carbon = value.quantity.unit.dims == parse_unit("tC/t").dims
        amount = value.quantity.to("tC/t" if carbon else f"t{gas_dimension(gas)}/t")
        term = self._known(f"P_{number}", amount, value.quantity.text)
        if carbon:
            term += " × 44/12"
        if "times" in spec:
            times = self._known(f"m_{number}", Fraction(spec["times"]), f"{spec['times']} t/t")
            term += f" × {times}"
        if "less" in spec:
            shares = [self.world.cell(*name.split(":")) for name in spec["less"]]
            known = [s for s in shares if s is not None]
            if len(known) < len(shares):
                return False
            self.grades.update(s.citation.grade for s in known)
            parts = [
                self._known(f"s_{number}_{i}", s.quantity.to("1"), s.quantity.text)
                for i, s in enumerate(known, 1)
            ]
            term += f" × (1 − {' − '.join(parts)})"
        if gas != "CO2":
            potential = self.world.gwp(gas, self.sector.gwp)
            if potential is None:
                return False
            self.gas = "CO2e"
            gwp = potential.quantity.value
            term += f" × {self._known(f'GWP_{number}', gwp, decimal_text(gwp))}"
        out = spec.get("direction") == "out"
        self._add(f"({term})" if out else term, out)
        return True

    # --- parts

    def _known(self, symbol: str, value: Fraction, shown: str) -> str:
        """The symbol, of which it is now known what it is."""
        self.values[symbol], self.shown[symbol] = value, shown
        return symbol

    def _add(self, term: str, out: bool = False) -> None:
        joint = (" − " if out else " + ") if self.formula else ("−" if out else "")
        self.formula += joint + term

    def _limit(self, idents: Mapping[str, str]) -> Row | None:
        name = idents.get(self.level)
        if name is None:
            return None
        row = self.world.tables.row("energy_limits", name)
        return row if self.world.in_force(row) else None

    def _per_output(self, idents: Mapping[str, str], unit: str) -> Fraction | None:
        row = self._limit(idents)
        if row is None:
            return None
        self.limits.append(row)
        return parse_quantity(f"{row['value']} {row['unit']}").to(f"{unit}/{self.product.unit}")

    def _benchmark(self, gives: str, grid: Value) -> Benchmark:
        product, spec, used = self.product, self.spec, self.limits
        document = self.world.document(used[0]["source"])
        plain = parse_unit(f"t{self.gas}/{product.unit}")
        dims = tuple(sorted({**dict(plain.dims), f"product:{product.id}": -1}.items()))
        formula = parse_formula(self.formula)
        total = formula.value(self.values)
        stated = _stated(total)  # and compared as stated
        sum_ = f"{formula.printed(self.shown)} = {decimal_text(total, 8)}"
        levels = "、".join(
            " ".join(x for x in (r["product"], r["variant"], r["indicator_zh"], r["level_zh"]) if x)
            for r in used
        )
        open_ = [r["id"] for r in used if is_open(self.world, r)]
        cautions = [spec.get("assumption", ""), spec.get("note", "")]
        if open_:
            cautions.append(sentence("derived.uncorrected"))
        power = " ".join(x for x in (grid.citation.number, str(grid.reason.params["region"])) if x)
        facts = {"sum": sum_, "stated": stated, "levels": levels, "power": power}
        notes = [sentence("derived.sum", params=facts), *filter(None, cautions)]
        variant = spec.get("variant", "")
        return Benchmark(
            id=f"derived:{self.sector.id}/{product.id}/{gives}" + (variant and f"/{variant}"),
            level=gives,
            sector=self.sector.id,
            product=product.id,
            product_name=product.name_zh,
            indicator="carbon_per_product",
            limit=Fraction(stated),
            text=f"{stated} {plain.text}",
            unit=Unit(plain.text, plain.factor, dims),
            boundary=spec.get("boundary", self.sector.boundary)["id"],
            grade=max(self.grades),
            adopted=False,
            instrument=Instrument(
                id="derived",
                title=sentence("derived.title", params={"title": document["title"]}),
                number=document["number"],
                authority="",
                date=used[0]["valid_from"],
            ),
            locator="、".join(dict.fromkeys(r["locator"] for r in used if r["locator"])),
            valid_from=max(r["valid_from"] for r in used),
            valid_to="",
            note="；".join(notes),
            derivation=BenchmarkDerivation(
                formula=f"A = {self.formula}",
                substituted=f"{sum_} → {stated} {plain.text}",
                limits=tuple(f"energy_limits:{r['id']}" for r in used),
                grid=grid,
                variant=variant,
                assumption=spec.get("assumption", ""),
            ),
        )


def _stated(total: Fraction) -> str:
    """A value as it is stated: more decimals where it would have fewer figures."""
    places = PLACES
    while total and abs(total) * 10**places < 10 ** (PLACES - 1):
        places += 1
    return rounded(total, places)
