"""Sections of a digest besides those of the rounds: new end dates, and what other apps register."""

from __future__ import annotations

from datetime import date

from actions.extension_points import DIGEST_SOURCES, DigestAddition


def digest_additions(day: date) -> list[DigestAddition]:
    """The sections of that day, without those for people who are inactive or paused reminders."""
    additions = (addition for source in DIGEST_SOURCES for addition in source(day))
    return [found for found in additions if found.user.is_active and not found.user.digest_paused]
