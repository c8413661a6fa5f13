"""Articles of law as they are quoted: those of the register, and those of a policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from carbon_eia.errors import Place, Problem
from carbon_eia.reference.documents import cited_documents
from carbon_eia.reference.factor_tables import Tables

__all__ = ["Article", "quotation_problems", "read_article"]

FILE = "register/articles.toml"


class Article(NamedTuple):
    """An article: how it is cited, its document, its words as far as they are held, its grade.

    ``text`` is empty where only the ``gist`` is known; then nothing may be quoted.
    """

    id: str
    clause: str
    instrument: str
    text: str
    gist: str
    grade: str


def read_article(tables: Tables, ident: str) -> Article:
    """An article by its id: of ``register/articles.toml``, or ``policy:number``.

    Raises KeyError where there is none.

    >>> from carbon_eia.reference import open_tables
    >>> read_article(open_tables(), "ndrc-order31-2025:19").clause
    '31号令第19条'
    >>> read_article(open_tables(), "licence-82").text
    '期限以工作日计算，不含法定节假日'
    """
    key = ("article", ident)
    if key not in tables.memo:
        policy, _, number = ident.partition(":")
        tables.memo[key] = _of_policy(tables, policy, number) if number else _own(tables, ident)
    article: Article = tables.memo[key]
    return article


def quotation_problems(tables: Tables, entry: Mapping[str, object], place: Place) -> list[Problem]:
    """What is wrong with the article of an entry: CE-R005 none is held, CE-R014 what the entry
    quotes does not stand in it."""
    try:
        article = read_article(tables, str(entry["article"]))
    except KeyError as error:
        return [Problem("CE-R005", place, {"what": str(error)})]
    quotation = str(entry.get("quotation", ""))
    if quotation and quotation not in article.text:
        return [Problem("CE-R014", place, {"quotation": quotation, "clause": article.clause})]
    return []


def _own(tables: Tables, ident: str) -> Article:
    raw = next((a for a in tables.toml(FILE)["articles"] if a["id"] == ident), None)
    if raw is None:
        raise KeyError(ident)
    text, gist = raw.get("text", ""), raw.get("gist", "")
    title = _title(tables, raw["source"])
    return Article(ident, raw["clause"], title, text, gist, raw["grade"])


def _of_policy(tables: Tables, policy: str, number: str) -> Article:
    if policy not in tables.ids("policy"):
        raise KeyError(f"{policy}:{number}")
    raw = tables.toml(f"policy/{policy}.toml")
    for article in raw.get("articles", ()):
        if article["id"] == number:
            title, clause = _title(tables, raw["source"]), raw["cite"].format(number=number)
            ident = f"{policy}:{number}"
            return Article(ident, clause, title, article["text"], "", article["grade"])
    raise KeyError(f"{policy}:{number}")


def _title(tables: Tables, source: str) -> str:
    """A document as it is cited: title in brackets, and number."""
    document = next((d for d in cited_documents(tables) if d["id"] == source), None)
    if document is None:
        raise KeyError(source)
    return " ".join(x for x in (f"《{document['title']}》", document["number"]) if x)
