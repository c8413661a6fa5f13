"""The sample's report file is the sample with the words of its report, and with nothing else."""

from __future__ import annotations

from carbon_eia.files import toml_tables
from tests.conftest import ROOT

FOLDER = ROOT / "samples" / "cement-clinker"
OWN = {"applicant", "report", "texts", "pictures"}


def test_the_report_file_is_the_sample_with_words() -> None:
    """Every figure of ``report.toml`` is that of ``project.toml``."""
    plain, worded = (
        toml_tables((FOLDER / name).read_text(encoding="utf-8"))
        for name in ("project.toml", "report.toml")
    )
    assert set(worded) - set(plain) == OWN
    project = worded["project"]
    assert isinstance(project, dict)
    assert project.pop("operating_hours") == "7440 h"
    assert {k: v for k, v in worded.items() if k not in OWN} == plain
