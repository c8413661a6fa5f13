"""Results as one HTML page that needs no network and no script: tables, plots, notes.

Everything stands in the page as text and vector graphics; a small script of its own adds sorting
and filtering. Its content security policy names the hash of that script and of its style sheet and
allows nothing else: a text of a user is never run, and nothing is fetched.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Any

from carbon_eia import __version__
from carbon_eia.files import data_folder
from carbon_eia.messages import sentence
from carbon_eia.screening.excel import verdict_word
from carbon_eia.screening.kept import Kept
from carbon_eia.screening.listing import Listing, groups, listing
from carbon_eia.screening.plots import COLOURS, plots
from carbon_eia.screening.tally import Summary

__all__ = ["results_page"]


def results_page(kept: Kept, summary: Summary, lang: str) -> str:
    """The page, from what was kept of the results and the summary alone."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = data_folder("templates")
    shown = kept.foremost()
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    tables = _tables(kept, shown, summary, lang)
    look = {"tables": tables, "colours": COLOURS}
    style = environment.get_template("screening.css.j2").render(look)
    script = (folder / "screening.js").read_text(encoding="utf-8")

    def word(key: str, **params: object) -> str:
        return sentence(f"screening.page.{key}", lang, params)

    facts = {
        "lang": lang,
        "word": word,
        "title": sentence("screening.title", lang),
        "caution": summary.caution(lang),
        "notes": _notes(summary, lang),
        "verdicts": [
            (verdict, verdict_word(verdict, lang), f"{count:,}", _share(count, summary.rows))
            for verdict, count in summary.verdicts.items()
        ],
        "tables": tables,
        "plots": plots(summary, kept, shown, lang),
        "version": __version__,
        "style": style,
        "style_hash": _hash(style),
        "script": script,
        "script_hash": _hash(script),
    }
    return environment.get_template("screening.html.j2").render(facts)


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _share(count: int, rows: int) -> str:
    return f"{count / rows:.1%}".replace("%", " %") if rows else ""


def _tables(kept: Kept, shown: Any, summary: Summary, lang: str) -> list[Listing]:
    """The tables of the page, each with a note where it does not hold all there is."""

    def note(code: str, **params: int) -> str:
        texts = {key: f"{value:,}" for key, value in params.items()}
        return sentence(f"screening.page.{code}", lang, texts)

    some = shown.num_rows < kept.rows
    left_out = note("foremost", shown=shown.num_rows, rows=kept.rows) if some else ""
    tables = [listing("results", shown, left_out, lang)]
    errors = kept.first_errors()
    if errors.num_rows:
        some = errors.num_rows < kept.errors
        left_out = note("errors", shown=errors.num_rows, errors=kept.errors) if some else ""
        tables.append(listing("errors", errors, left_out, lang))
    tables.append(groups("sector", summary.sectors, summary, lang))
    if len(summary.towns) > 1:
        tables.append(groups("town", summary.towns, summary, lang))
    return tables


def _notes(summary: Summary, lang: str) -> list[str]:
    """What a reader must know of the page: its day and reference data, and the sums of all rows."""

    def said(code: str, **params: object) -> str:
        return sentence(f"screening.{code}", lang, params)

    notes = [
        said("page.basis", as_of=summary.as_of, version=summary.reference),
        said("page.rows", rows=f"{summary.rows:,}"),
    ]
    if summary.blank:
        notes.append(said("blank", count=f"{summary.blank:,}"))
    notes.append(said("total", total=f"{summary.total:,.0f}"))
    return notes
