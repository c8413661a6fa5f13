"""Take the pictures of the desk, ``docs/images/desk-*.png``: of the cases of ``desk demo``.

    python docs/desk_pictures.py

It opens a desk in a temporary folder and looks at it with the Chromium of the system.
"""

from __future__ import annotations

import io
import tempfile
import threading
import time
from datetime import date
from pathlib import Path

import uvicorn
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from carbon_eia.desk.app import desk_app
from carbon_eia.desk.demonstrating import demonstrate
from carbon_eia.desk.opening import open_desk

IMAGES = Path(__file__).parent / "images"
SAMPLES = Path(__file__).resolve().parents[1] / "samples"
DAY = date(2026, 11, 30)
WIDE, PHONE = (1120, 760), (390, 760)

TAKEN = (
    ("due", "李强", "/?all=1", WIDE),
    ("review", "王磊", "/cases/2611-431000-04-01-000002/review", WIDE),
    ("case", "赵静", "/cases/2601-431000-04-01-000005", WIDE),
    ("live", "建设单位甲", "/assess?sector=cement-clinker", WIDE),
    ("phone", "王磊", "/cases/2611-431000-04-01-000002", PHONE),
)
"""Name of a picture, who looks, at what, and the size of the window."""


def take(browser: Browser, address: str, password: str) -> None:
    """Take every picture in both languages."""
    for lang in ("zh", "en"):
        for name, person, path, (width, height) in TAKEN:
            size = {"width": width, "height": height}
            page = browser.new_context(viewport=size, locale="zh-CN").new_page()
            page.goto(f"{address}/?lang={lang}")
            page.fill("#f-name", person)
            page.fill("#f-password", password)
            page.click("main button")
            page.goto(address + path)
            shot = Image.open(io.BytesIO(page.screenshot()))
            small = shot.convert("RGB").quantize(48)
            small.save(IMAGES / f"desk-{name}-{lang}.png", optimize=True)
            page.context.close()


def main() -> None:
    """Open the desk, fill it, look at it."""
    with tempfile.TemporaryDirectory() as folder:
        limits = SAMPLES / "benchmarks" / "chenzhou-demo.toml"
        desk = open_desk("", Path(folder) / "desk", [limits])
        desk.today = lambda: DAY
        password = demonstrate(desk)[1]
        config = uvicorn.Config(desk_app(desk), port=0, log_config=None)
        listening = config.bind_socket()
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium",
                                                 args=["--no-sandbox"])  # fmt: skip
            take(browser, f"http://127.0.0.1:{listening.getsockname()[1]}", password)
            browser.close()
        server.should_exit = True
        thread.join()
        listening.close()


if __name__ == "__main__":
    main()
