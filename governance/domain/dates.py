"""Days in words, as publications and pages print them."""

from __future__ import annotations

from datetime import date


def day_words(day: date | str) -> str:
    """A date, or its ISO format, in words: 31 October 2019."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{day.day} {day:%B %Y}"
