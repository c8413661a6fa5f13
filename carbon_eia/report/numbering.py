"""Numbers of chapters, sections, tables and figures, and the references to them.

A reference may point forward, so a document is filled twice: the first time finds the numbers,
the second prints them. Both times everything stands in the same order, which is checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from carbon_eia.messages import sentence, template
from carbon_eia.report.figures import Figure
from carbon_eia.report.prose import See

__all__ = ["Heading", "Numbering"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the contents; ``level`` 2 is a chapter, 3 a section of it."""

    level: int
    anchor: str
    number: str
    text: str


@dataclass
class Numbering:
    """What a template calls to number a document; ``known`` holds what the first time found."""

    lang: str
    figures: Mapping[str, Figure]
    known: Mapping[str, str] = field(default_factory=dict)
    contents: list[Heading] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    headings: list[Heading] = field(default_factory=list)
    _chapter: str = ""
    _counts: dict[str, int] = field(default_factory=dict)

    def again(self) -> Numbering:
        """The numbering of the second time."""
        return Numbering(self.lang, self.figures, dict(self.labels), list(self.headings))

    def chapter(self, number: str, anchor: str, text: str) -> Markup:
        """The heading of a chapter; tables and figures are counted anew."""
        self._chapter, self._counts = number, {}
        name = "annex" if number.isalpha() else "chapter"
        label = sentence(f"report.ref_{name}", self.lang, {"number": number})
        shown = label if name == "annex" else number
        return self._heading(2, f"chapter-{anchor}", shown, text, label)

    def section(self, text: str) -> Markup:
        """The heading of a section of the chapter."""
        number = f"{self._chapter}.{self._next('section')}"
        return self._heading(3, f"section-{number.replace('.', '-')}", number, text, number)

    def caption(self, name: str, text: str) -> Markup:
        """The caption of a table, with its number."""
        label = self._label("table", name)
        return Markup('<caption id="table-{}"><span class="tno">{}</span> {}</caption>').format(
            name, label, text
        )

    def figure(self, name: str) -> Markup:
        """A figure with its number and caption; nothing where the Run gives no such figure."""
        drawn = self.figures.get(name)
        if drawn is None:
            return Markup("")
        label = self._label("figure", name)
        return Markup(
            '<figure id="figure-{}">{}<figcaption><span class="tno">{}</span> {}</figcaption>'
            "</figure>"
        ).format(name, Markup(drawn.svg), label, drawn.caption)

    def ref(self, name: str) -> Markup:
        """A link that shows the number of a table, figure or chapter; empty where there is none."""
        label = self.known.get(name)
        if label is None:
            return Markup("")
        return Markup('<a class="unbroken" href="#{}">{}</a>').format(name, label)

    def see(self, where: See) -> Markup:
        """“(see Table 5-2)”, or the number alone; as far as what it names is in the document."""
        links = [link for link in map(self.ref, where.names) if link]
        listed = escape(sentence("report.comma", self.lang)).join(links)
        if where.bare:
            return listed or escape(sentence("report.ref_none", self.lang))
        shown = Markup(escape(template("report.see", self.lang)))
        return shown.format(links=listed) if links else Markup("")

    def has(self, name: str) -> bool:
        """Whether the document has a table, figure or chapter of this name."""
        return name in self.known

    def _heading(self, level: int, anchor: str, number: str, text: str, label: str) -> Markup:
        self.labels[anchor] = label
        self.headings.append(Heading(level, anchor, number, text))
        return Markup('<h{0} id="{1}"><span class="sno">{2}</span> {3}</h{0}>').format(
            level, anchor, number, text
        )

    def _label(self, kind: str, name: str) -> str:
        label = f"{sentence(f'report.label_{kind}', self.lang)} {self._chapter}-{self._next(kind)}"
        self.labels[f"{kind}-{name}"] = label
        return label

    def _next(self, kind: str) -> int:
        self._counts[kind] = self._counts.get(kind, 0) + 1
        return self._counts[kind]
