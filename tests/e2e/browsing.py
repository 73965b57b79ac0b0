"""Debian's Chromium, told to keep to itself."""

from __future__ import annotations

import shutil

from playwright.sync_api import Browser, Playwright

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def launch(playwright: Playwright) -> Browser:
    found = shutil.which("chromium")
    assert found, "the tests need Chromium: sudo apt-get install chromium fonts-noto-cjk"
    return playwright.chromium.launch(executable_path=found, headless=True, args=FLAGS)
