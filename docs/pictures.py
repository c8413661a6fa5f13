"""Draw the two pages of a report that the READMEs show: ``make pictures``."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pypdfium2
from pypdf import PdfReader

from carbon_eia.assessment import assess
from carbon_eia.benchmarks import read_benchmarks
from carbon_eia.project import read_project
from carbon_eia.reference import open_world
from carbon_eia.report import render_pdf
from carbon_eia.run import make_run

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "samples" / "cement-clinker" / "project.toml"
LIMITS = ROOT / "samples" / "benchmarks" / "chenzhou-demo.toml"
SHOWN = {
    "zh": {"report-verdict-zh.png": "表 0-1", "report-figures-zh.png": "图 6-1 "},
    "en": {"report-verdict-en.png": "Table 0-1", "report-figures-en.png": "Figure 6-1 "},
}
"""Picture → text that stands on its page; the last such page is taken."""

DOTS = 68 / 72
FINER = 4
"""Drawn larger and made small: at so few dots pdfium cuts the first digit of some numbers."""

COLOURS = 64


def main() -> None:
    world = open_world(date(2026, 6, 30))
    project = read_project(SAMPLE, world)
    run = make_run(assess(project, world, read_benchmarks(LIMITS, world)))
    for lang, wanted in SHOWN.items():
        content = render_pdf(run, lang)
        texts = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
        document = pypdfium2.PdfDocument(content)
        for name, text in wanted.items():
            number = max(i for i, found in enumerate(texts) if text in found)
            large = document[number].render(scale=DOTS * FINER).to_pil()
            image = large.resize((large.width // FINER, large.height // FINER))
            path = ROOT / "docs" / "images" / name
            image.quantize(COLOURS).save(path, optimize=True)
            print(f"{path.relative_to(ROOT)}: page {number + 1}, {path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
