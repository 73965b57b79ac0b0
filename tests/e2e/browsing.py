"""Debian's Chromium, told to keep to itself."""

from __future__ import annotations

import shutil

from playwright.sync_api import Browser, Playwright

WITHOUT = (
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup",
    "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades",
    "LensOverlay", "MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints",
    "PaintHolding", "PreconnectToSearch", "ThirdPartyStoragePartitioning",
)  # fmt: skip
"""The popups of the address bar, which nobody sees here, are whole pages of their own: they cost
each window more than the mini-program does. The others are what Playwright leaves out: only the
last list counts."""

FLAGS = (
    f"--disable-features={','.join(WITHOUT)}",
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def launch(playwright: Playwright) -> Browser:
    found = shutil.which("chromium")
    assert found, "the tests need Chromium: sudo apt-get install chromium fonts-noto-cjk"
    return playwright.chromium.launch(executable_path=found, headless=True, args=FLAGS)
