"""What documents say of claims: both figures, and the one that counts."""

from __future__ import annotations

import io
import re
from functools import cache

import openpyxl

from carbon_eia.proof.kinds import PROJECT
from carbon_eia.report import finished_html, render_workbook
from carbon_eia.run import Run, make_run
from tests.claims.test_never_better import WORLD, assessed, limits, text_with

SECTOR = "cement-clinker"


@cache
def run_with_claims() -> Run:
    """A clinker line with captured CO2 that nothing proves."""
    return make_run(assessed(text_with(SECTOR, "stored", ""), limits(SECTOR)))


def test_the_run_lists_the_claim_with_both_figures() -> None:
    """Source, parameter, what it needs, whether it counts, the figure with it and without it."""
    run = run_with_claims()
    (claim,) = run.decision.claims
    assert (claim.source, claim.parameter, claim.needs) == ("扣减", "amount", ("permit",))
    assert claim.held is False
    (compared,) = (c for c in run.comparisons if c.adopted)
    assert claim.without_claim == compared.value
    (declared,) = (i for i in run.intensities if i.indicator == "carbon_per_product")
    assert claim.with_claim == declared.value < compared.value


def test_the_report_says_both_figures() -> None:
    """The chapter of comparison and the warnings name the claim, in both languages."""
    for lang, words in (("zh", "未经证明"), ("en", "is not proven")):
        text = re.sub("<[^>]+>", "", finished_html(run_with_claims(), lang))
        assert text.count(words) >= 2, lang


def test_the_workbook_compares_the_figure_that_counts() -> None:
    """The formula of the value compared adds what does not count to the live intensity."""
    run = run_with_claims()
    content = render_workbook(run)
    sheets = openpyxl.load_workbook(io.BytesIO(content))
    shown = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    (compared,) = (c for c in run.comparisons if c.adopted)
    found = [
        (cell.value, shown[sheet.title][cell.coordinate].value)
        for sheet in sheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and re.fullmatch(r"=[A-Z$]+\d+\+[\d.e-]+", cell.value)
    ]
    values = [value for _, value in found]
    assert any(abs(v - float(compared.value)) < 1e-9 for v in values), found


def test_the_run_is_computed_again_alike() -> None:
    """Replayed from its own text, the Run with claims is the same to the byte."""
    assert PROJECT.again(run_with_claims(), WORLD).id == run_with_claims().id
