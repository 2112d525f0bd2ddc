"""Types of the arguments of commands, which say in words what they take."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date


def day(text: str) -> date:
    """A day that somebody types. Raises ArgumentTypeError, whose words argparse prints.

    >>> day("2019-11-30")
    datetime.date(2019, 11, 30)
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"Enter a day like 2019-11-30, instead of {text!r}") from None
