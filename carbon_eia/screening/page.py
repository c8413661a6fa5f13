"""Results as one HTML page that needs no network: tables that sort and filter, and plots.

The libraries (DataTables as itables bundles it, plotly) stand in the page. Its content security
policy names the hash of each script of its own and allows no connection: a text of a user is never
run, and nothing is fetched. Texts come as JSON and are escaped where they are shown.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa

from carbon_eia import __version__
from carbon_eia.files import data_folder
from carbon_eia.messages import sentence
from carbon_eia.messages import table as words_of
from carbon_eia.screening.excel import verdict_word
from carbon_eia.screening.kept import Kept
from carbon_eia.screening.plots import COLOURS, figures
from carbon_eia.screening.summary import Summary

__all__ = ["results_page"]

LISTED = ("sector", "region", "town", "stage", "label", "grade", "how", "problem")
"""Columns of few texts, which are filtered by choosing from a list."""

HIDDEN = ("verdict", "provisional", "how", "credit_code", "region", "file")
"""Columns that are shown when asked for."""


def results_page(kept: Kept, summary: Summary, lang: str) -> str:
    """The page, from what was kept of the results and the summary alone."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from plotly.offline import get_plotlyjs

    folder = data_folder("templates")
    shown = kept.foremost()
    errors = kept.first_errors()
    tables = [_table("results", shown, lang)]
    if errors.num_rows:
        tables.append(_table("errors", errors, lang))
    tables.append(_counts("sector", summary.sectors, summary, lang))
    if len(summary.towns) > 1:
        tables.append(_counts("town", summary.towns, summary, lang))
    plots = figures(summary, kept, shown, lang)
    data = {
        "tables": tables,
        "plots": plots,
        "words": _words(lang),
        "lang": lang,
    }
    bundle = _bundle()
    scripts = [get_plotlyjs(), (folder / "screening.js").read_text(encoding="utf-8")]
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    facts = {
        "lang": lang,
        "title": sentence("screening.title", lang),
        "caution": summary.caution(lang),
        "notes": _notes(kept, shown, errors, summary, lang),
        "verdicts": [
            (verdict_word(v, lang), f"{count:,}", COLOURS[v])
            for v, count in summary.verdicts.items()
        ],
        "tables": [(t["id"], t["title"]) for t in tables],
        "plots": [p["title"] for p in plots],
        "colours": COLOURS,
        "noscript": sentence("screening.page.noscript", lang),
        "version": __version__,
        "style": bundle.with_suffix(".css").read_text(encoding="utf-8"),
        "policy": " ".join(_hash(s) for s in scripts),
        "scripts": scripts,
        "bundle": in_script(bundle.read_text(encoding="utf-8")),
        "data": in_script(data),
    }
    return environment.get_template("screening.html.j2").render(facts)


def in_script(value: object) -> str:
    """A value as JSON that can stand in a script element: no text in it ends the element.

    >>> in_script({"name": "</script><script>"})
    '{"name":"\\\\u003c/script>\\\\u003cscript>"}'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _hash(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def _bundle() -> Path:
    """The script of DataTables with its extensions, as itables has it for use without network."""
    import itables

    return Path(itables.__file__).parent / "html" / "dt_bundle.js"


def _table(ident: str, table: pa.Table, lang: str) -> dict[str, Any]:
    """Rows for the page; columns without any cell are left out."""
    names = [n for n in table.column_names if table[n].null_count < table.num_rows]
    columns = [
        {
            "key": name,
            "title": sentence(f"screening.column.{name}", lang),
            "kind": _kind(table, name),
            "shown": name not in HIDDEN,
        }
        for name in names
    ]
    rows = zip(*(table[n].to_pylist() for n in names), strict=True)
    title = sentence(f"screening.sheet.{ident}", lang)
    return {"id": ident, "title": title, "columns": columns, "rows": [list(r) for r in rows]}


def _kind(table: pa.Table, name: str) -> str:
    if not pa.types.is_string(table[name].type):
        return "number"
    return "choice" if name in LISTED else "text"


def _counts(
    key: str, groups: Mapping[str, Mapping[str, int]], summary: Summary, lang: str
) -> dict[str, Any]:
    """How many rows of each group have each verdict."""
    order = list(summary.verdicts)
    titles = [*(verdict_word(v, lang) for v in order), sentence("screening.rows", lang)]
    head = sentence(f"screening.column.{key}", lang)
    columns = [{"key": key, "title": head, "kind": "text", "shown": True}]
    columns += [{"key": "", "title": t, "kind": "number", "shown": True} for t in titles]
    rows = [
        [name or "—", *(counts.get(v, 0) for v in order), sum(counts.values())]
        for name, counts in groups.items()
    ]
    title = sentence(f"screening.page.by_{key}", lang)
    return {"id": f"by_{key}", "title": title, "columns": columns, "rows": rows}


def _notes(kept: Kept, shown: Any, errors: Any, summary: Summary, lang: str) -> Sequence[str]:
    """What a reader must know of the page: how many rows, and which of them stand in it."""

    def said(code: str, **params: object) -> str:
        return sentence(f"screening.{code}", lang, params)

    facts: dict[str, object] = {"as_of": summary.as_of, "version": summary.reference}
    notes = [said("page.basis", **facts), said("page.rows", rows=f"{summary.rows:,}")]
    if summary.blank:
        notes.append(said("blank", count=f"{summary.blank:,}"))
    notes.append(said("total", total=f"{summary.total:,.0f}"))
    if shown.num_rows < kept.rows:
        more = {"shown": f"{shown.num_rows:,}", "rows": f"{kept.rows:,}"}
        notes.append(said("page.foremost", **more))
    if errors.num_rows < kept.errors:
        notes.append(said("page.errors", shown=f"{errors.num_rows:,}", errors=f"{kept.errors:,}"))
    return notes


def _words(lang: str) -> dict[str, str]:
    """What the tables and plots say by themselves, in the reader's language."""
    return words_of("screening.table", lang)
