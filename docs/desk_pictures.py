"""Take a picture of every page of the desk, ``docs/images/desk/*.webp``: of the cases of ``desk
demo``, in both languages, on a desk and on a phone.

    python docs/desk_pictures.py [NAME …]

It opens a desk in a temporary folder and looks at it with the Chromium of the system.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

import uvicorn
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from carbon_eia.desk.app import desk_app
from carbon_eia.desk.demonstrating import demonstrate
from carbon_eia.desk.opening import open_desk

IMAGES = Path(__file__).parent / "images" / "desk"
SAMPLES = Path(__file__).resolve().parents[1] / "samples"
DAY = date(2026, 11, 30)

IN_REVIEW = "/cases/2611-431000-04-01-000002"
PROPOSED = "/cases/2609-431000-04-01-000004"
DECIDED = "/cases/2601-431000-04-01-000005"

APPLICANT, RECEIVER, REVIEWER, APPROVER, INSPECTOR = "建设单位甲", "张敏", "王磊", "李强", "赵静"

PAGES = {
    "first": ("", "/"),
    "code": ("", "/code"),
    "due": (APPROVER, "/?all=1"),
    "calendar": (APPROVER, "/?all=1&view=calendar"),
    "register": (REVIEWER, "/cases"),
    "case": (INSPECTOR, DECIDED),
    "figures": (INSPECTOR, f"{DECIDED}/figures"),
    "headroom": (APPROVER, "/headroom"),
    "review": (REVIEWER, f"{IN_REVIEW}/review"),
    "versions": (REVIEWER, f"{IN_REVIEW}/versions"),
    "decision": (APPROVER, f"{PROPOSED}/decision"),
    "command": (REVIEWER, f"{IN_REVIEW}/do/invite_experts"),
    "refused": (APPROVER, f"{IN_REVIEW}/do/decide"),
    "sectors": (APPLICANT, "/assess"),
    "live": (APPLICANT, "/assess?sector=cement-clinker"),
    "file": (RECEIVER, "/file"),
    "job": (RECEIVER, "/file"),
    "list": (RECEIVER, "/list"),
    "ledger": ("吴审", "/ledger"),
    "me": (REVIEWER, "/me"),
    "accounts": ("管理员", "/accounts"),
    "account": ("管理员", f"/accounts/{REVIEWER}"),
    "api": ("管理员", "/api"),
    "missing": (REVIEWER, "/nowhere"),
}
"""Name of a picture → who looks (nobody in particular where empty), at which page."""


class Screen(NamedTuple):
    """A window: what its pictures' names end with, its size, how much of a long page is shown, and
    how wide its pictures are."""

    ending: str
    width: int
    height: int
    tallest: int
    shown: int


SCREENS = (Screen("", 1120, 700, 1400, 840), Screen("-phone", 390, 760, 1100, 390))


def take(browser: Browser, address: str, password: str, names: list[str]) -> None:
    """Take the pictures of those names in both languages, on every screen."""
    for screen in SCREENS:
        for person, pages in _by_person(names).items():
            size = {"width": screen.width, "height": screen.height}
            page = browser.new_context(viewport=size, locale="zh-CN").new_page()
            if person:
                page.goto(f"{address}/")
                page.fill("#f-name", person)
                page.fill("#f-password", password)
                page.click("main button")
            for lang in ("zh", "en"):
                page.goto(f"{address}/sign-in?lang={lang}")
                for name, path in pages:
                    page.goto(address + path)
                    if name == "job":
                        hand_in(page)
                    save(page, screen, f"{name}-{lang}{screen.ending}")
            page.context.close()


def hand_in(page: Page) -> None:
    """Hand in the document of a case, so that its proof is under way."""
    link = page.context.request.get(page.url.replace("/file", DECIDED)).text()
    address = re.search(rf'href="({DECIDED}/files/[0-9a-f]+)"', link)
    assert address is not None
    record = page.context.request.get(page.url.replace("/file", address[1])).body()
    page.set_input_files("#f-document", {"name": "run.json", "mimeType": "", "buffer": record})
    page.click("form.filled button")


def save(page: Page, screen: Screen, name: str) -> None:
    """A picture of the page as it stands: its beginning where it is long."""
    page.wait_for_load_state("networkidle")
    shot = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
    shot = shot.crop((0, 0, shot.width, min(shot.height, screen.tallest)))
    small = shot.resize((screen.shown, shot.height * screen.shown // shot.width), Image.LANCZOS)
    small.save(IMAGES / f"{name}.webp", quality=55, method=6)


def _by_person(names: list[str]) -> dict[str, list[tuple[str, str]]]:
    own: dict[str, list[tuple[str, str]]] = {}
    for name, (person, path) in PAGES.items():
        if not names or name in names:
            own.setdefault(person, []).append((name, path))
    return own


@contextmanager
def opened(folder: Path) -> Iterator[tuple[str, str]]:
    """A desk with the cases of the demonstration: its address, and everybody's password."""
    limits = SAMPLES / "benchmarks" / "chenzhou-demo.toml"
    desk = open_desk("", folder / "desk", [limits])
    desk.today = lambda: DAY
    password = demonstrate(desk)[1]
    config = uvicorn.Config(desk_app(desk), port=0, log_config=None)
    listening = config.bind_socket()
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}", password
    server.should_exit = True
    thread.join()
    listening.close()


def main() -> None:
    """Open the desk, fill it, look at it."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        opened(Path(folder)) as (address, password),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium",
                                             args=["--no-sandbox"])  # fmt: skip
        take(browser, address, password, sys.argv[1:])
        browser.close()


if __name__ == "__main__":
    main()
