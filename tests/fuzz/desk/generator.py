"""Hostile requests to the desk: always the same one for the same seed."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from urllib.parse import quote, urlencode

from carbon_eia.desk.command_form import command_keys
from tests.fuzz.desk.bodies import (
    BODIES,
    BROKEN_BODIES,
    BROKEN_QUERIES,
    BROKEN_TYPES,
    VALUES,
    Fields,
    Files,
    multipart,
)
from tests.fuzz.desk.client import HOST, Request
from tests.fuzz.desk.ground import CASES, PEOPLE, ROOT, SPARE, Keys
from tests.fuzz.desk.places import (
    CALLS,
    FORMS,
    HEADERS,
    METHODS,
    PAGES,
    QUERY,
    SLOW_PAGES,
    WORDS,
)
from tests.fuzz.desk.texts import file_name, hostile_file, hostile_text
from tests.fuzz.mutate import mutated

__all__ = ["KINDS", "request_of"]

OWN = (b"cookie", b"authorization", b"host", b"origin", b"content-type", b"content-length")
"""Headers that make a request what it is."""

PARTS: Mapping[str, Sequence[str]] = {
    "code": tuple(CASES),
    "command": tuple(command_keys()),
    "number": ("1", "8", "13"),
    "name": SPARE,
    "spare": SPARE,
    "ending": ("html", "pdf", "docx"),
    "digest": tuple(hashlib.sha256(word.encode()).hexdigest() for word in CASES.values()),
    "text": (),
}
"""What a part of an address should hold; digests are those of evidence that a case has, or of
none."""

GOOD, EMPTY = 0.6, 0.2
"""How often a field holds what it should, and how often nothing."""


class Maker:
    """Makes the request of a seed."""

    def __init__(self, chance: random.Random, key: Callable[[str], Keys]) -> None:
        self.chance, self.key = chance, key
        self.who = chance.choice(("", *PEOPLE))

    # --- parts

    def word(self, key: str, most: int = 60_000) -> str:
        """What a field holds: what it should, nothing, or a text made to hurt."""
        pick, good = self.chance.random(), WORDS.get(key.removeprefix("body."), ())
        if good and pick < GOOD:
            return self.chance.choice(good)
        return "" if pick > 1 - EMPTY else hostile_text(self.chance, most)

    def path(self, route: str) -> bytes:
        """An address; its parts made to hurt or those of a case."""
        made = route
        for part, own in PARTS.items():
            while f"{{{part}}}" in made:
                is_own = own and (part == "spare" or self.chance.random() < 0.7)
                text = self.chance.choice(own) if is_own else hostile_text(self.chance, 300)
                safe = "/" if self.chance.random() < 0.3 else ""
                made = made.replace(f"{{{part}}}", _quoted(text, safe), 1)
        return made.encode("latin-1")

    def query(self) -> bytes:
        """A query of some keys."""
        chance = self.chance
        count = chance.choice((0, 0, 1, 2, 4))
        if chance.random() < 0.03:
            return chance.choice(BROKEN_QUERIES)
        said = [(k, self.word(k, 2_000)) for k in chance.choices(QUERY, k=count)]
        return urlencode(said, errors="replace").encode()

    def headers(self, *more: tuple[bytes, bytes]) -> list[tuple[bytes, bytes]]:
        """The headers of a browser that the person is signed in with."""
        made = [(b"host", HOST)]
        if self.who:
            made.append((b"cookie", b"carbon_eia_desk=" + self.key(self.who).session.encode()))
        else:
            made.append((b"cookie", b"carbon_eia_form=" + NOBODYS.encode()))
        return [*made, *more]

    def token(self) -> str:
        """What every form of the person brings along."""
        return self.key(self.who).form if self.who else NOBODYS

    def filled(self, keys: Sequence[str]) -> list[tuple[str, str]]:
        """A form with its fields."""
        return [("form", self.token()), *((k, self.word(k)) for k in keys)]

    def files(self, name: str, most: int = 2) -> list[tuple[str, str, str, bytes]]:
        """Files that are sent with a form."""
        kinds = ("application/pdf", "text/html", "image/svg+xml", "application/octet-stream", "qzx",
                 "multipart/form-data; boundary=b", "")  # fmt: skip
        made = []
        for _ in range(self.chance.randint(1, most)):
            _, content = hostile_file(self.chance)
            made.append((name, file_name(self.chance), self.chance.choice(kinds), content))
        return made

    def request(
        self,
        kind: str,
        method: str,
        path: bytes,
        query: bytes = b"",
        headers: Sequence[tuple[bytes, bytes]] = (),
        body: bytes = b"",
        is_foreign: bool = False,
    ) -> Request:
        """A request with a body, in one part or several."""
        parts: tuple[bytes, ...] = (body,)
        if body and self.chance.random() < 0.05:
            cut = self.chance.randrange(len(body) + 1)
            parts = (body[:cut], body[cut:])
        return Request(kind, self.who, method, path, query, headers, parts, False, is_foreign)

    def sent(
        self, kind: str, path: bytes, fields: Fields, files: Files = (), is_foreign: bool = False
    ) -> Request:
        """A form that is sent."""
        if files or self.chance.random() < 0.1:
            body, typed = multipart(fields, files), b"multipart/form-data; boundary=qzboundary"
        else:
            body = urlencode(fields, errors="replace").encode()
            typed = b"application/x-www-form-urlencoded"
        more = [(b"content-type", typed)]
        if self.chance.random() < 0.5:
            more += [(b"content-length", b"%d" % len(body)), (b"origin", b"http://" + HOST)]
        return self.request(kind, "POST", path, b"", self.headers(*more), body, is_foreign)

    # --- kinds

    def page(self) -> Request:
        """A page, with a query made to hurt."""
        routes = SLOW_PAGES if self.chance.random() < 0.003 else PAGES
        path = self.path(self.chance.choice(routes))
        method = "HEAD" if self.chance.random() < 0.05 else "GET"
        return self.request("page", method, path, self.query(), self.headers())

    def form(self) -> Request:
        """A form that is no command on a case."""
        route = self.chance.choice(tuple(FORMS))
        return self.sent("form", self.path(route), self.filled(FORMS[route]))

    def command(self) -> Request:
        """A command on a case, by its form."""
        fields, path = self._command()
        return self.sent("command", path, fields)

    def _command(self) -> tuple[list[tuple[str, str]], bytes]:
        command = self.chance.choice((*command_keys(), "find", "find"))
        keys = [*(f"body.{k}" for k in command_keys()[command]), "day", "role"]
        keys = self.chance.sample(keys, self.chance.randint(0, len(keys)))
        if self.chance.random() < 0.1:
            keys.append(hostile_text(self.chance, 400))
        fields = [(k, v) for k, v in self.filled(keys) if v]
        path = self.path("/cases/{code}/do/").decode() + _quoted(command)
        return fields, path.encode()

    def upload(self) -> Request:
        """Files with a command, a filing, a head of the ledger."""
        kind = self.chance.choice(
            ("evidence", "evidence", "evidence", "document", "filing", "head")
        )
        if kind == "head":
            return self.sent("upload", b"/ledger", self.filled(()), self.files("head"))
        if kind == "filing":
            fields = self.filled(FORMS["/file"])
            return self.sent("upload", b"/file", fields, self.files("document", 1))
        fields, path = self._command()
        if kind == "evidence" and self.chance.random() < 0.5:
            fields = [*self.filled(()), ("body.path", "1"), ("day", "2026-07-15")]
            path = f"/cases/{next(iter(CASES))}/do/find".encode()
        name = "evidence" if kind == "evidence" else "body.document"
        return self.sent("upload", path, fields, self.files(name))

    def live(self) -> Request:
        """The live form: a project file that was changed, or one that is brought along."""
        if self.chance.random() < 0.5:
            return self.sent("live", b"/assess", self.filled(("act",)), self.files("project", 1))
        text = (
            mutated(_project(), "text", self.chance) if self.chance.random() < 0.6 else _project()
        )
        if self.chance.random() < 0.5:
            text = hostile_text(self.chance).encode("utf-8", "replace")
        keys = ("act", "v.sources.0.amount", "v.project.name", "v.products.0.amount", "code", "day")
        fields = [
            *self.filled(self.chance.sample(keys, 3)),
            ("text", text.decode("utf-8", "replace")),
        ]
        made = self.sent("live", b"/assess", fields)
        alone = [(b"x-live", b"1")] if self.chance.random() < 0.5 else []
        return made._replace(headers=[*made.headers, *alone])

    def broken(self) -> Request:
        """A form that is broken: boundaries, lengths, types, parts, a sender who goes away."""
        fields, path = self._command()
        files = self.files("evidence") if self.chance.random() < 0.5 else ()
        body, chance = multipart(fields, files), self.chance
        typed = chance.choice(BROKEN_TYPES)
        if chance.random() < 0.6:
            typed = b"multipart/form-data; boundary=qzboundary"
            body = mutated(body[:200_000], "bytes", chance)
        if chance.random() < 0.2:
            body = chance.choice(BROKEN_BODIES)
        lengths = (b"%d" % len(body), b"-1", b"1e9", b"99999999999", b"0", b"\xb2", b"1, 2", b"")
        length = None if chance.random() < 0.7 else chance.choice(lengths)
        more = [(b"content-type", typed)]
        if length is not None:
            more.append((b"content-length", length))
        if chance.random() < 0.3:
            more += [chance.choice(((b"content-encoding", b"gzip"), (b"expect", b"100-continue"),
                                    (b"transfer-encoding", b"chunked, qzx")))]  # fmt: skip
        made = self.request("broken", "POST", path, b"", self.headers(*more), body)
        return made._replace(is_cut=chance.random() < 0.1)

    def odd_headers(self) -> Request:
        """Huge and odd headers and cookies."""
        made = self.page() if self.chance.random() < 0.5 else self.command()
        more = [
            (self.chance.choice(HEADERS), self._value()) for _ in range(self.chance.choice((1, 3)))
        ]
        kept = [h for h in made.headers if self.chance.random() < 0.9 or h[0] not in OWN]
        return made._replace(kind="headers", headers=[*kept, *more])

    def _value(self) -> bytes:
        pick = self.chance.random()
        if pick < 0.1:
            return b"A" * 60_000
        if pick < 0.2:
            return bytes(self.chance.choice(range(32, 256)) for _ in range(20))
        text = hostile_text(self.chance, 4_000).encode("utf-8", "replace")
        return bytes(b for b in text if b not in b"\r\n\0")

    def method(self) -> Request:
        """Any method on any address."""
        routes = (*PAGES, *FORMS, *CALLS)
        path, method = self.path(self.chance.choice(routes)), self.chance.choice(METHODS)
        body = urlencode(self.filled(("name", "day"))).encode() if method != "GET" else b""
        more = [(b"content-type", b"application/x-www-form-urlencoded")] if body else []
        return self.request("method", method, path, self.query(), self.headers(*more), body)

    def foreign(self) -> Request:
        """A form without what shows that it comes from a page of the same session."""
        made = self.command() if self.chance.random() < 0.7 else self.form()
        fields, path = self._command()
        path = made.path if made.path not in (b"/sign-in", b"/code") else path
        lack = self.chance.choice(("form", "form", "origin", "site", "session", "session"))
        fields, more = list(fields), list[tuple[bytes, bytes]]()
        if lack == "form":
            others = [self.key(w).form for w in PEOPLE if w != self.who]
            wrong = self.chance.choice(("", "x" * 43, hostile_text(self.chance, 100), NOBODYS + "x",
                                        self.chance.choice(others)))  # fmt: skip
            fields = [("form", wrong), *fields[1:]]
            if self.chance.random() < 0.3:
                fields = fields[1:]
        elif lack == "origin":
            origin = self.chance.choice((b"http://evil.example", b"null", b"", b"http://[", b"qzx",
                                         b"https://desk.example.evil.example"))  # fmt: skip
            more = [(b"origin", origin)]
        elif lack == "site":
            site = self.chance.choice((b"cross-site", b"same-site", b"qzx"))
            more = [(b"sec-fetch-site", site)]
        sent = self.sent("foreign", path, fields, is_foreign=True)
        headers = [h for h in sent.headers if h[0] not in {n for n, _ in more}]
        if lack == "session":
            secret = self.key(self.who).session if self.who else "x"
            false = self.chance.choice((secret[:-1], secret + "x", secret.swapcase(), "x" * 43,
                                        hostile_text(self.chance, 50), " "))  # fmt: skip
            cookie = b"carbon_eia_desk=" + false.encode("utf-8", "replace")
            cookie = bytes(b for b in cookie if b not in b"\r\n\0")
            headers = [h for h in headers if h[0] != b"cookie"] + [(b"cookie", cookie)]
        return sent._replace(headers=[*headers, *more])

    def call(self) -> Request:
        """A call of the interface."""
        chance, who = self.chance, self.who if self.who != "administrator" else ""
        self.who = who
        headers, is_foreign = [(b"host", HOST)], not who
        if who:
            token, scheme = self.key(who).token, chance.choice((b"Bearer ", b"Bearer ", b"bearer "))
            if chance.random() < 0.1:
                is_foreign, token = (
                    True,
                    chance.choice((token[:-1], token + "x", "", "x" * 43, "é")),
                )
            headers.append((b"authorization", scheme + token.encode("latin-1")))
        elif chance.random() < 0.5:
            headers.append((b"authorization", self._value()))
        if chance.random() < 0.35:
            path = self.path(chance.choice(CALLS))
            return self.request("call", "GET", path, self.query(), headers, b"", is_foreign)
        if chance.random() < 0.1:
            body = multipart([(k, self.word(k)) for k in FORMS["/file"]], self.files("document", 1))
            headers.append((b"content-type", b"multipart/form-data; boundary=qzboundary"))
            return self.request("call", "POST", b"/api/cases", b"", headers, body, is_foreign)
        command = chance.choice((*command_keys(), "find", "find"))
        path = self.path(f"/api/cases/{{code}}/commands/{command}")
        headers.append((b"content-type", chance.choice((b"application/json", b"qzx", b""))))
        return self.request(
            "call", "POST", path, self.query(), headers, self._body(command), is_foreign
        )

    def _body(self, command: str) -> bytes:
        chance = self.chance
        if chance.random() < 0.1:
            return chance.choice(BODIES)
        keys = chance.sample(
            command_keys()[command], chance.randint(0, len(command_keys()[command]))
        )
        body: dict[str, object] = {}
        for key in keys:
            head, _, inner = key.partition(".")
            value: object = self.word(key, 3_000)
            if chance.random() < 0.2:
                value = chance.choice(VALUES)
            if chance.random() < 0.1:
                value = [value, chance.choice(VALUES)]
            body[head] = {inner: value} if inner else value
        if chance.random() < 0.2:
            body[hostile_text(chance, 50)] = chance.choice(VALUES)
        asked = {"day": self.word("day"), "role": self.word("role"), "body": body}
        if command == "find":
            asked["body"] = {"path": "1", **body}
        content = json.dumps(asked, ensure_ascii=chance.random() < 0.5)
        made = content.encode("utf-8", "replace")
        return mutated(made, "text", chance) if chance.random() < 0.3 else made


NOBODYS = "n" * 43
"""What the forms of who is not signed in bring along: a cookie that they send themselves."""

KINDS: Mapping[str, tuple[Callable[[Maker], Request], int]] = {
    "page": (Maker.page, 26),
    "form": (Maker.form, 10),
    "command": (Maker.command, 16),
    "upload": (Maker.upload, 9),
    "live": (Maker.live, 1),
    "broken": (Maker.broken, 9),
    "headers": (Maker.odd_headers, 7),
    "method": (Maker.method, 5),
    "foreign": (Maker.foreign, 7),
    "call": (Maker.call, 12),
}
"""Kind of a request → how it is made, and how many of a hundred are of it."""


def request_of(seed: int, key: Callable[[str], Keys]) -> Request:
    """The request of a seed; ``key``: the keys of somebody."""
    chance = random.Random(f"desk {seed}")
    weights = [weight for _, weight in KINDS.values()]
    ((make, _),) = chance.choices(list(KINDS.values()), weights)
    return make(Maker(chance, key))


def _quoted(text: str, safe: str = "") -> str:
    return quote(text.encode("utf-8", "replace"), safe=safe)


@cache
def _project() -> bytes:
    return (ROOT / "samples/data-centre/project.toml").read_bytes()
