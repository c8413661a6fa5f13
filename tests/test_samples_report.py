"""The report file of the sample states all that its report asks for, with the same verdict."""

from __future__ import annotations

from carbon_eia.api import assess
from carbon_eia.files import toml_tables
from carbon_eia.report import document_of
from carbon_eia.report.document import texts_of
from tests.conftest import AS_OF, ROOT

FOLDER = ROOT / "samples" / "cement-clinker"
LIMITS = ROOT / "samples" / "benchmarks" / "chenzhou-demo.toml"


def stated(name: str) -> dict[str, object]:
    """The tables of a file of the sample."""
    return toml_tables((FOLDER / name).read_text(encoding="utf-8"))


def holds(more: object, less: object) -> bool:
    """Whether everything of a value stands in another, in tables and lists too."""
    if isinstance(more, dict) and isinstance(less, dict):
        return all(k in more and holds(more[k], v) for k, v in less.items())
    if isinstance(more, list) and isinstance(less, list):
        return len(more) == len(less) and all(map(holds, more, less))
    return more == less


def test_the_report_file_is_the_sample_and_more() -> None:
    """What ``project.toml`` states stands in ``report.toml``, and emits and concludes the same."""
    assert holds(stated("report.toml"), stated("project.toml"))
    plain, full = (
        assess(FOLDER / name, as_of=AS_OF, benchmarks=[LIMITS]).run
        for name in ("project.toml", "report.toml")
    )
    assert full.inventory.total == plain.inventory.total
    assert full.intensities == plain.intensities[:1] + full.intensities[1:]
    assert full.decision.verdict == plain.decision.verdict
    assert full.decision.conditions == plain.decision.conditions


def test_its_report_has_no_gap() -> None:
    """Nothing is left to be supplied, in either language; the shorter file leaves gaps."""
    marks = {"zh": "待补充", "en": "to be supplied"}
    for lang, mark in marks.items():
        full, plain = (
            "".join(texts(name, lang)).lower() for name in ("report.toml", "project.toml")
        )
        assert mark not in full
        assert mark in plain


def texts(name: str, lang: str) -> list[str]:
    """The texts of the report of a file of the sample, with its cover."""
    run = assess(FOLDER / name, as_of=AS_OF, benchmarks=[LIMITS]).run
    document = document_of(run, lang, drawn=False)
    cover = [text for fact in document.imprint for text in fact]
    return cover + [document.plain(t) for c in document.chapters for t in texts_of(c.blocks)]


def test_words_of_the_applicant_stay_as_they_were_written() -> None:
    """A word within a sentence is not put into English alone; what the data name is."""
    own = texts("report.toml", "en")
    assert any("回转窑" in text for text in own)
    assert not any("rotary kiln" in text for text in own)
    assert any("cement clinker" in text for text in own)
