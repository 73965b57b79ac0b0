"""What a reader would stumble over on a page, found in the page itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, cast

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "miniprogram_mock" / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = ("serious", "critical")
FOREIGN_WORD = re.compile(r"[A-Za-z]{2,}")
PROPER = frozenset({"PDF", "Excel", "CSV"})
CODES = re.compile(r"\b[A-Z0-9]*\d[A-Z0-9]*\b")
"""Receipt numbers and codes of institutions and diseases."""

TEXTS = """() => {
  const told = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const hides = (style, axis) => ['hidden', 'clip'].includes(style[`overflow${axis}`]);
  const scrolls = (style, axis) => ['auto', 'scroll'].includes(style[`overflow${axis}`]);
  while (walker.nextNode()) {
    const node = walker.currentNode, text = node.textContent.trim();
    const owner = node.parentElement;
    if (!text || ['SCRIPT', 'STYLE', 'NOSCRIPT'].includes(owner.tagName)) continue;
    if (!owner.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (!box.width || !box.height) continue;
    let cut = '', x = true, y = true;
    for (let above = owner; above && !cut; above = above.parentElement) {
      const style = getComputedStyle(above), edge = above.getBoundingClientRect();
      const wide = box.right > edge.right + 1 || box.left < edge.left - 1;
      const high = box.bottom > edge.bottom + 2 || box.top < edge.top - 2;
      if (x && hides(style, 'X') && wide) cut = 'x';
      if (y && hides(style, 'Y') && high) cut = 'y';
      if (scrolls(style, 'X')) x = false;
      if (scrolls(style, 'Y') || above === document.body) y = false;
    }
    if (x && (box.right > innerWidth + 1 || box.left < -1)) cut = 'screen';
    told.push([text, cut]);
  }
  for (const owner of document.querySelectorAll('[aria-label], [placeholder]')) {
    if (!owner.checkVisibility()) continue;
    told.push([owner.ariaLabel ?? '', ''], [owner.placeholder ?? '', '']);
  }
  return told;
}"""


SIZES = """() => [...document.querySelectorAll(
  '[role=button], [role=link], [role=checkbox], [role=radio], [role=switch], [role=tab], input')]
  .filter((one) => !one.closest('uni-page-head, .wx-nav'))
  .map((one) => one.matches('input') ? one.closest('.input') ?? one : one)
  .map((one) => [one.getAttribute('aria-label') ?? one.textContent, one.getBoundingClientRect()])
  .filter(([, box]) => box.width && box.height)
  .map(([name, box]) => [name, box.width, box.height])"""

LETTERS = """() => [...document.querySelectorAll('body *')]
  .filter((one) => !one.closest('uni-page-head, .wx-nav') && one.checkVisibility())
  .filter((one) => [...one.childNodes].some((part) => part.nodeType === 3 && part.data.trim()))
  .map((one) => [one.textContent.trim(), parseFloat(getComputedStyle(one).fontSize)])"""

UNREACHABLE = """() => [...document.querySelectorAll(
  '[role=button], [role=link], [role=checkbox], [role=radio], [role=switch], [role=tab]')]
  .filter((one) => one.checkVisibility() && one.tabIndex < 0)
  .map((one) => one.getAttribute('aria-label') ?? one.textContent)"""

WATCH_SHIFTS = """
  window.shifts = []
  new PerformanceObserver((list) => list.getEntries().forEach((one) => {
    if (!one.hadRecentInput) window.shifts.push([one.value, one.sources.map(({ node }) =>
      node?.parentElement?.closest('[data-testid]')?.dataset.testid ?? node?.nodeName)])
  })).observe({ type: 'layout-shift', buffered: true })"""
"""Runs before the page: what moves although nobody has touched anything."""


def shifts(page: Page) -> list[Any]:
    """What has moved since the page was opened."""
    return cast("list[Any]", page.evaluate("() => window.shifts"))


def unreachable(page: Page) -> list[str]:
    """Controls that no keyboard can reach."""
    return cast("list[str]", page.evaluate(UNREACHABLE))


def too_small(page: Page, *, target: float, letter: float) -> list[str]:
    """Controls and letters below a size in pixels."""
    small = [
        f"target {width:.0f} x {height:.0f}: {name}"
        for name, width, height in page.evaluate(SIZES)
        if min(width, height) < target - 0.5
    ]
    fine = [f"letters {size}: {text}" for text, size in page.evaluate(LETTERS) if size < letter]
    return small + fine


def complaints(page: Page) -> list[str]:
    """Cut texts, words of another language, and what programs say instead of nothing."""
    found: list[str] = []
    for text, cut in page.evaluate(TEXTS):
        if cut:
            found.append(f"cut ({cut}): {text}")
        words = FOREIGN_WORD.findall(CODES.sub(" ", text))
        found += [f"not Chinese: {text}" for word in words if word not in PROPER]
    return found


def barriers(page: Page) -> list[str]:
    """Serious and critical findings of axe-core."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    told: dict[str, Any] = page.evaluate("() => axe.run({resultTypes: ['violations']})")
    return [
        f"{one['impact']} {one['id']}: {[node['html'][:160] for node in one['nodes'][:3]]}"
        for one in told["violations"]
        if one["impact"] in GRAVE
    ]
