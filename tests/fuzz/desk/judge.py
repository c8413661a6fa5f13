"""What is wrong with an answer of the desk, and with what a request has left behind."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from carbon_eia.register.examine import examine
from tests.fuzz.desk.client import Answer, Request
from tests.fuzz.desk.ground import CASES, HIDDEN, PEOPLE, WRITERS, Ground
from tests.fuzz.desk.texts import BROKEN_OUT, COMPUTED

__all__ = ["MOST_SECONDS", "Watch", "left_behind", "wrong_with", "wrongly_written"]

MOST_SECONDS = 5.0
"""How long an answer may take."""

COOKIES = ("carbon_eia_desk=", "carbon_eia_form=", "carbon_eia_lang=")
BLOB = re.compile(r"blobs/([0-9a-f]{2})/([0-9a-f]{64})")
TRACES = ("Traceback (most recent", 'File "/', "site-packages", "sqlalchemy.", "jinja2.")


def wrong_with(request: Request, answer: Answer, ground: Ground) -> str:
    """What is wrong with an answer; empty where nothing is."""
    if not answer.status:
        return "" if request.is_cut else "no answer"
    if answer.status >= 500:
        return f"status {answer.status}"
    text = answer.text
    if answer.body and "spreadsheetml" in answer.get("content-type"):
        text = _unpacked(answer.body)
    for trace in (*TRACES, str(ground.home), COMPUTED):
        if trace in text:
            return f"shows {trace}"
    hidden = HIDDEN.get(request.who, frozenset())
    told = next((CASES[c] for c in hidden if CASES[c] in text), "")
    if told:
        return f"{request.who or 'nobody'} sees {told}"
    others = (k for who, k in ground.keys.items() if who != request.who)
    if any(secret and secret in text for keys in others for secret in keys):
        return f"{request.who or 'nobody'} sees a secret of somebody else"
    return _wrong_headers(answer) or _wrong_content(answer, text)


def _wrong_headers(answer: Answer) -> str:
    policy, location = answer.get("content-security-policy"), answer.get("location")
    if answer.get("x-content-type-options") != "nosniff" or "default-src 'none'" not in policy:
        return "without its headers"
    if "unsafe-inline" in policy.replace("style-src 'unsafe-inline'", "") or "eval" in policy:
        return f"policy {policy}"
    if location and (not location.startswith("/") or location[1:2] in ("/", "\\")):
        return f"leads to {location}"
    if any(re.search(r"[\r\n\0]", f"{k}{v}") for k, v in answer.headers):
        return "a header of several lines"
    own = (c for c in answer.all("set-cookie") if not c.startswith(COOKIES))
    return next((f"sets the cookie {c}" for c in own), "")


def _wrong_content(answer: Answer, text: str) -> str:
    kind, disposition = answer.get("content-type"), answer.get("content-disposition")
    if disposition:
        return "" if disposition.startswith("attachment; filename*=UTF-8''") else disposition
    if kind.startswith("text/html"):
        broken = next((b for b in BROKEN_OUT if b in text), "")
        return f"{broken} stands in a page" if broken else ""
    if kind.startswith("application/json") and answer.body:
        try:
            json.loads(text)
        except ValueError:
            return "no JSON"
        return ""
    known = ("application/json", "text/plain", "text/css", "text/javascript", "image/svg+xml")
    return "" if not answer.body or kind.startswith(known) else f"is {kind}"


def _unpacked(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "\n".join(book.read(n).decode("utf-8", "replace") for n in book.namelist())


def wrongly_written(
    request: Request, ground: Ground, before: tuple[int, object], after: tuple[int, object]
) -> str:
    """What was written and may not be: by who may not write, in a case of others, by a request that
    is not known to come from that person."""
    if before[1] != after[1] and (request.who != "administrator" or request.is_foreign):
        return f"{request.who or 'nobody'} changes accounts"
    if before[0] == after[0]:
        return ""
    if request.is_foreign:
        return "a foreign request writes"
    if request.who not in WRITERS:
        return f"{request.who or 'nobody'} writes"
    for case, actor in ground.written(before[0]):
        if case in HIDDEN.get(request.who, frozenset()):
            return f"{request.who} writes into the case {case}"
        if actor != PEOPLE[request.who].name:
            return f"{request.who} writes as {actor}"
    return ""


def left_behind(ground: Ground) -> str:
    """What a batch of requests has left behind and may not: files, faults of the ledger."""
    for path in ground.home.rglob("*"):
        name = path.relative_to(ground.home).as_posix()
        if not path.is_file() or name == "register.toml" or name.startswith("register.db"):
            continue
        blob = BLOB.fullmatch(name)
        if blob is None or not blob[2].startswith(blob[1]):
            return f"left behind: {name}"
        if hashlib.sha256(path.read_bytes()).hexdigest() != blob[2]:
            return f"is not what its name says: {name}"
    faults = examine(ground.desk.register, ()).faults
    return f"the ledger: {faults[0].code} {dict(faults[0].params)}" if faults else ""


# --- what the program does meanwhile

RUNS = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn",
                  "os.fork", "pty.spawn", "ctypes.dlopen", "socket.connect", "socket.getaddrinfo",
                  "socket.bind", "pickle.find_class"})  # fmt: skip
CHANGES = {"os.rename": (0, 1), "os.remove": (0,), "os.link": (0, 1), "os.symlink": (0, 1),
           "os.mkdir": (0,), "os.rmdir": (0,), "os.chmod": (0,), "os.truncate": (0,),
           "shutil.rmtree": (0,), "shutil.move": (0, 1), "shutil.copyfile": (1,)}  # fmt: skip
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Watch:
    """Notes what the program runs, connects to, or writes elsewhere than in a folder.

    The interpreter tells of it (an audit hook, which stays for good and sleeps between watches).
    """

    _awake: Watch | None = None
    _is_set = False

    def __init__(self, folder: Path) -> None:
        self.folder, self.temporary = (
            os.path.realpath(folder),
            os.path.realpath(tempfile.gettempdir()),
        )
        self.noted: list[str] = []

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Be awake for a while."""
        if not Watch._is_set:
            sys.addaudithook(Watch._told)
            Watch._is_set = True
        Watch._awake = self
        try:
            yield
        finally:
            Watch._awake = None

    @staticmethod
    def _told(event: str, args: tuple[object, ...]) -> None:
        watch = Watch._awake
        if watch is None or event not in TOLD:
            return
        if event in RUNS:
            watch.noted.append(f"{event} {args!r:.300}")
        elif event == "open":
            path, mode, flags = args
            writes = isinstance(mode, str) and bool(set("wax+") & set(mode))
            if writes or (mode is None and isinstance(flags, int) and flags & WRITING):
                watch.note(event, path)
        elif not _is_within_open_folder(args):
            for place in CHANGES[event]:
                watch.note(event, args[place])

    def note(self, event: str, path: object) -> None:
        """Note a path that is outside."""
        if not isinstance(path, str | bytes | os.PathLike):
            return
        whole = os.path.realpath(os.fsdecode(path))
        inner = whole.removeprefix(self.temporary + os.sep)
        is_own = whole.startswith((self.folder + os.sep, os.devnull)) or whole == self.temporary
        is_own = is_own or (inner != whole and inner.startswith(("carbon-eia-", "tmp")))
        if not is_own and not whole.endswith((".pyc", "__pycache__")) and ".pyc." not in whole:
            self.noted.append(f"{event} {whole[:300]}")


def _is_within_open_folder(args: tuple[object, ...]) -> bool:
    """Whether a path is that of a folder that is open: how a folder is emptied."""
    return isinstance(args[-1], int) and args[-1] > 0 and not os.path.isabs(str(args[0]))


TOLD = RUNS | CHANGES.keys() | {"open"}
