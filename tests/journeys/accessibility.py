"""What every page has to keep to, as a machine can see it."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.journeys.people import Person
from tests.support.selection import is_full_length

RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
}
AXE_AT = (1280, 390)
NEVER_WIDER_THAN = (1280, 390, 320)
HEIGHT = 900
# Three quarters of axe's time. No style sheet changes a colour with the width (a test holds them to
# it), and a text of one colour, ground and size can be read wherever it stands. So `make test`
# looks at colours at a desk, on pages with a text unlike all that were looked at before, and
# `make test-long` everywhere.
COLOURS = "color-contrast"
LOOKED_AT: set[str] = set()


def finds_nothing_wrong(person: Person) -> None:
    """Axe finds nothing at a desk and on a phone, and nothing scrolls sideways, at 320 either."""
    before = person.page.viewport_size
    person.page.wait_for_load_state()  # a click does not wait for the page that it leads to
    try:
        for width in AXE_AT:
            person.page.set_viewport_size({"width": width, "height": HEIGHT})
            unlike = texts_unlike_others(person.page) if width == AXE_AT[0] else set()
            found = violations(person.page, colours=bool(unlike) or is_full_length())
            assert not found, (width, found)
            LOOKED_AT.update(unlike)
        wide = sideways(person.page)
        assert not wide, wide
    finally:
        if before:
            person.page.set_viewport_size(before)


def texts_unlike_others(page: Page) -> set[str]:
    """The looks of texts on the page that no page had on which axe found nothing wrong."""
    return set(page.evaluate(LOOKS)) - LOOKED_AT


def violations(page: Page, *, colours: bool = True) -> list[str]:
    """What axe finds wrong, one line for each place.

    Axe is brought in by the browser's debugger, which the page's own policy does not bind.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    rules = RULES | {"rules": {COLOURS: {"enabled": colours}}}
    found = page.evaluate("rules => axe.run(rules).then(results => results.violations)", rules)
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def sideways(page: Page) -> dict[int, list[str]]:
    """At each width that scrolls sideways: what sticks out."""
    before = page.viewport_size
    found = {}
    for width in NEVER_WIDER_THAN:
        page.set_viewport_size({"width": width, "height": HEIGHT})
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

# All that decides whether a text can be read, from the text outwards to the first full ground.
LOOKS = """() => {
  const looks = new Set()
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    if (!texts.currentNode.nodeValue.trim()) continue
    let element = texts.currentNode.parentElement
    if (!element.checkVisibility()) continue
    const { color, fontSize, fontWeight, textShadow } = getComputedStyle(element)
    const look = [color, fontSize, fontWeight, textShadow]
    for (; element; element = element.parentElement) {
      const style = getComputedStyle(element)
      const ground = style.backgroundColor
      const lies = ["absolute", "fixed"].includes(style.position) ? element.className : ""
      const layer = [ground, style.backgroundImage, style.opacity, style.filter, lies].join(" ")
      if (layer !== "rgba(0, 0, 0, 0) none 1 none ") look.push(layer)
      if (!ground.startsWith("rgba")) break
    }
    looks.add(look.join(" "))
  }
  for (const input of document.querySelectorAll("input, select, textarea")) {
    const { color, backgroundColor, fontSize, opacity } = getComputedStyle(input)
    looks.add(["input", color, backgroundColor, fontSize, opacity].join(" "))
  }
  return [...looks]
}"""
