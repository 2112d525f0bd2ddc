"""Which window a form stands in, so that two windows of one person do not overwrite each other."""

from __future__ import annotations

import secrets
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FormWindow:
    """A form as it was opened once: its window's name, and the mark of the draft that it showed.

    Both are empty for what is written without a page.
    """

    name: str = ""
    saw: str = ""

    def has(self, window: str, mark: str) -> bool:
        """Whether a draft is what this form has: saved from this window last, or shown in it.

        >>> FormWindow("b", saw="5.2").has("a", "5.2")  # went on with what the other one saved
        True
        >>> FormWindow("b", saw="5.2").has("a", "5.3")  # and then the other one went on, too
        False
        """
        return self.name == window or self.saw == mark


NO_WINDOW = FormWindow()


def new_window() -> str:
    """A name that no other window has."""
    return secrets.token_urlsafe(12)
