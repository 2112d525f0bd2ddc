"""What every page has to keep to, as a machine can see it."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
}
NARROW = (390, 320)
_axe = Axe()


def violations(page: Page) -> list[str]:
    """What axe finds wrong, one line for each place."""
    found = _axe.run(page, options=RULES).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def sideways(page: Page) -> dict[int, list[str]]:
    """At each narrow width that scrolls sideways: what sticks out."""
    before = page.viewport_size
    found = {}
    for width in NARROW:
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.scrollingElement.scrollWidth > innerWidth"):
            found[width] = page.evaluate(WIDE)
    if before:
        page.set_viewport_size(before)
    return found


WIDE = """() => [...document.body.querySelectorAll("*")]
  .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
  .map((element) => `${element.tagName}.${element.className} "${element.innerText || ""}"`)
  .map((words) => words.replace(/\\s+/g, " ").slice(0, 90))
  .slice(0, 5)"""
