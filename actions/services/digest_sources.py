"""Sections of a digest besides those of the rounds: new end dates, and what other apps register."""

from __future__ import annotations

from datetime import date

from actions import extension_points
from actions.extension_points import DigestAddition


def digest_additions(day: date) -> list[DigestAddition]:
    """The sections of that day, without those for people who are inactive or paused reminders."""
    additions = (addition for source in extension_points.DIGEST_SOURCES for addition in source(day))
    return [each for each in additions if each.user.is_active and not each.user.digest_paused]
