"""Somebody at a browser, and what they can do there, in the words of a journey."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Locator, Request, expect

from tests.journeys.screens import PLAN
from tests.journeys.service import PASSWORD

LEAVES_WITHIN = 10.0  # seconds
FOCUS_IS_SEEN = """() => {
  const outlined = (style) =>
    (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) ||
    style.boxShadow !== "none";
  const element = document.activeElement;
  const box = element.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const label = element.labels && element.labels[0];
  const marked = [getComputedStyle(element)].concat(
    label ? [getComputedStyle(label, "::before")] : []);
  return inside && marked.some(outlined);
}"""
FOCUSED = """() => {
  const element = document.activeElement;
  const label = element.labels && element.labels[0];
  return (label || element).innerText.replace(/\\s+/g, " ").trim();
}"""


class Person:
    """One of the demonstration's people, with a browser window."""

    def __init__(self, name: str, context: BrowserContext) -> None:
        self.name = name
        self.context = context
        self.page = context.new_page()
        self._under_way: set[Request] = set()
        self.page.on("request", lambda request: self._under_way.add(request))
        for ending in ("requestfinished", "requestfailed"):
            self.page.on(ending, lambda request: self._under_way.discard(request))

    def leaves(self) -> None:
        """Closes the window once all that it sent was answered; from now on it sends no more.

        A draft that saves itself while the window closes would be written after the world was
        made anew for the next journey.
        """
        self.context.route("**/*", lambda route: route.abort())
        end = time.monotonic() + LEAVES_WITHIN
        while self._under_way and time.monotonic() < end:
            self.context.cookies()  # any question to the browser lets its events through
        self.context.close()

    @property
    def email(self) -> str:
        return f"{self.name}@demo.example"

    # --- signing in -----------------------------------------------------------------------

    def signs_in(self) -> None:
        """By the sign-in page, as anybody does."""
        self.opens("/accounts/login/")
        self.types_sign_in()
        expect(self.page.get_by_role("button", name="Sign out")).to_be_visible()

    def types_sign_in(self) -> None:
        """On the sign-in page that is before them."""
        self.page.get_by_label("Email address").fill(self.email)
        self.page.get_by_role("textbox", name="Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()

    # --- going about ----------------------------------------------------------------------

    def opens(self, path: str) -> None:
        self.page.goto(path)
        expect(self.page.locator("h1")).to_be_visible()

    def opens_update_of(self, ref: str) -> None:
        """As a page of its own."""
        self.opens(f"{PLAN}actions/{ref}/update/")

    def row_of(self, ref: str) -> Locator:
        """The action in My updates."""
        return self.page.locator(f"#a{ref.replace('.', '-')}")

    def opens_in_list(self, ref: str) -> Locator:
        """My updates, with the form of one action open under its row; returns that form."""
        self.opens("/my/updates/")
        return self.opens_row(ref)

    def opens_row(self, ref: str) -> Locator:
        """The form of one action in the list that is on screen."""
        row = self.row_of(ref)
        row.get_by_role("link", name=re.compile(rf"^(Update|Change) {re.escape(ref)}$")).click()
        form = row.locator("form[data-keep]")
        expect(form).to_be_visible()
        return form

    def chooses_nothing(self) -> None:
        """As where no status stands yet; a browser lets nobody take a choice back."""
        for radio in self.page.get_by_role("radio").all():
            radio.evaluate("radio => { radio.checked = false }")

    def waiting(self) -> list[str]:
        """The references in My updates that nobody has answered, returned or begun yet."""
        self.opens("/my/updates/")
        rows = self.page.locator(".app-todo-item").filter(
            has=self.page.get_by_role("button", name=re.compile("^No change to ")),
            has_not_text="Draft not sent",
        )
        return rows.locator("h3 a").all_inner_texts()

    # --- the keyboard ---------------------------------------------------------------------

    def presses(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def focused(self) -> str:
        """The words of what the keyboard is on."""
        return str(self.page.evaluate(FOCUSED))

    def sees_focus(self) -> bool:
        """Whether what the keyboard is on is on screen and stands out."""
        return bool(self.page.evaluate(FOCUS_IS_SEEN))

    def tabs_to(self, target: Locator, *, at_most: int = 80) -> None:
        """By the Tab key alone, and sees at each stop where they are."""
        for _ in range(at_most):
            self.page.keyboard.press("Tab")
            assert self.sees_focus(), f"the focus on {self.focused()!r} cannot be seen"
            if target.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"{target} cannot be reached by Tab; stopped at {self.focused()!r}")


Someone = Callable[..., Person]
