"""The finished HTML: templates filled with the view, every value escaped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import msgspec
from markupsafe import Markup, escape

from carbon_eia.messages import table
from carbon_eia.report import typography
from carbon_eia.report.document import Document, Text, TextSpan
from carbon_eia.report.templates import environment_of, failing_template, template_folders
from carbon_eia.report.typography import TypographicRun

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = [
    "MAIN",
    "chem",
    "figures",
    "fill",
    "formula",
    "html_environment",
    "marked",
    "quantity",
    "spans",
    "with_data",
]

MAIN = "report.html.j2"

LONGEST_WORD = 12
"""Characters that a narrow column holds on one line; a longer word may break anywhere."""


def figures(text: str) -> Markup:
    """A number with its thousands set apart by thin space, which is not part of the text.

    >>> str(figures("1188633.51"))
    '1<i>188</i><i>633</i>.51'
    >>> str(figures("−0.8521")), str(figures("2026-06-30"))
    ('−0.8521', '2026-06-30')
    """
    return _markup(typography.thousands(text))


def chem(text: str) -> Markup:
    """A text with the indices of gases and of units set low or high.

    >>> str(chem("0.83 tCO2/t")), str(chem("2 万Nm3 <b>")), str(chem("RM002"))
    ('0.83 tCO<sub>2</sub>/t', '2 万Nm<sup>3</sup> &lt;b&gt;', 'RM002')
    """
    return _markup(typography.indices(text))


def quantity(text: str, grouped: bool = False) -> Markup:
    """A number with its unit, or dates, broken over lines only at spaces.

    >>> str(quantity("8510 万kWh"))
    '<span class="unbroken">8510</span> <span class="unbroken">万kWh</span>'
    >>> str(quantity("1188633.51 t", grouped=True))
    '<span class="unbroken">1<i>188</i><i>633</i>.51</span> <span class="unbroken">t</span>'
    """
    return Markup(" ").join(_unbroken(word, grouped) for word in text.split())


def _unbroken(word: str, grouped: bool) -> Markup:
    shown = _markup(typography.word(word, grouped))
    whole = len(word) <= LONGEST_WORD
    return Markup('<span class="unbroken">{}</span>').format(shown) if whole else shown


def formula(text: str) -> Markup:
    """A formula that breaks over lines only before an operator.

    >>> str(formula("E = 193000 t × 23.1 GJ/t"))
    '<span>E = 193<i>000</i> t</span> <span>× 23.1 GJ/t</span>'
    >>> str(formula("Q_dust × h₀"))
    '<span>Q<sub>dust</sub></span> <span>× h<sub>0</sub></span>'
    """
    terms = (_markup(typography.term(t)) for t in typography.terms(text))
    return Markup(" ").join(Markup("<span>{}</span>").format(t) for t in terms)


def _markup(pieces: Iterable[TypographicRun]) -> Markup:
    """Pieces as elements, every one escaped."""
    return Markup("").join(_element(piece) for piece in pieces)


def _element(piece: TypographicRun) -> Markup:
    tag = "i" if piece.apart else piece.level
    text = escape(piece.text)
    return Markup(f"<{tag}>{text}</{tag}>") if tag else text  # text is escaped


def spans(text: Text, document: Document) -> Markup:
    """A text of a document in its looks: escaped, quantities unbroken, references numbered.

    >>> from carbon_eia.report.document import EMPTY
    >>> str(spans(("<排放> ", TextSpan("1234.5", "amount"), "。"), EMPTY))
    '&lt;排放&gt; <span class="unbroken">1<i>234</i>.5</span>。'
    """
    return Markup("").join(_span(span) for span in document.spans(text))


def _span(span: TextSpan) -> Markup:
    look = span.look
    if look in LOOKS:
        shown = LOOKS[look](span.text)
    elif look == "bold":
        shown = Markup("<b>{}</b>").format(chem(span.text))
    elif look:
        shown = Markup('<span class="{}">{}</span>').format(look, chem(span.text))
    else:
        shown = chem(span.text)
    if not span.link:
        return shown
    kept = Markup(' class="unbroken"') if look == "reference" else Markup("")
    return Markup('<a{} href="#{}">{}</a>').format(kept, span.link, shown)


def drawn(svg: str) -> Markup:
    """A finished drawing, in which every text is escaped."""
    return Markup(svg)


def _amount(text: str) -> Markup:
    return quantity(text, grouped=True)


LOOKS: dict[str, Callable[[str], Markup]] = {
    "number": figures,
    "quantity": quantity,
    "amount": _amount,
    "formula": formula,
    "reference": escape,
}
"""Looks that arrange the characters of a text; every other one is a class of the style sheet."""


# --- filling


def with_data(html: str, data: Mapping[str, object]) -> str:
    """The document with its record and files in it by name, as data that no browser runs.

    ``<`` is written as an escape of JSON, so that nothing in the data can end its element; what is
    read back is the canonical record all the same.
    """
    parts = "".join(
        f'<script type="application/json" id="{name}">{_json(value)}</script>\n'
        for name, value in data.items()
    )
    head, end, tail = html.rpartition("</body>")
    return f"{head}{parts}{end}{tail}" if end else html + parts


def _json(value: object) -> str:
    text = msgspec.json.encode(value, order="sorted").decode()
    return text.replace("<", "\\u003c")


def fill(document: Document, record: object = None, templates: Path | None = None) -> str:
    """The HTML of a document; ``record``: what it was printed from, for templates of users.

    Raises TemplateError CE-T001 with template, row and cause for whatever goes wrong in one.
    """
    folders = template_folders(templates)
    words = SimpleNamespace(**table("report", document.lang))
    with failing_template(MAIN, folders):
        page = html_environment(folders).get_template(MAIN)
        made = page.render(d=document, w=words, record=record)
    return made if document.lang == "zh" else marked(made)


def marked(page: str) -> str:
    """A page in another language whose Chinese is marked as such; styles, data, drawings,
    files word for word (marked by the template) and what fields of forms hold are left as they are.

    >>> marked('<p title="铅">lead: 铅锭（粗铅）<svg><text>铅</text></svg>.</p>')
    '<p title="铅">lead: <span lang=zh>铅锭（粗铅）</span><svg><text>铅</text></svg>.</p>'
    """
    parts, depth = _TAG.split(page), 0
    for n, part in enumerate(parts):
        kept = _KEPT.match(part) if n % 2 else None
        if kept:
            depth += -1 if kept[1] else 1
        elif not n % 2 and not depth:
            parts[n] = _CHINESE.sub(r"<span lang=zh>\g<0></span>", part)
    return "".join(parts)


_TAG = re.compile(r"(<(?:style|script)\b.*?</(?:style|script)>|<[^>]*>)", re.DOTALL)
_KEPT = re.compile(r"<(/?)(?:svg|pre|title|textarea|option)\b")
_CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+")


@cache
def html_environment(folders: tuple[Path, ...]) -> Environment:
    """One environment for each pair of folders; a template that has changed is read anew."""
    filters = (figures, chem, formula, quantity, spans, drawn)
    return environment_of(folders, {f.__name__: f for f in filters})
