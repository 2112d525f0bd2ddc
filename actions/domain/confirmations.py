"""Which leads of an action have answered in a period, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple


class Confirmation(NamedTuple):
    """A leading post, and the day of its last answer for the action; None before its first."""

    post: str
    on: date | None


def confirmed_by(leads: Iterable[Confirmation]) -> str:
    """A sentence on every lead's answer; empty unless two or more posts lead the action.

    >>> confirmed_by([Confirmation("Head of SEN", date(2019, 10, 21)), Confirmation("HoC", None)])
    'Head of SEN confirmed on 21 October; HoC not yet.'
    """
    leads = list(leads)
    if len(leads) < 2:
        return ""
    if all(lead.on is None for lead in leads):
        return f"Not yet confirmed by {' or '.join(lead.post for lead in leads)}."
    return "; ".join(_lead_progress(lead) for lead in leads) + "."


def _lead_progress(lead: Confirmation) -> str:
    if lead.on is None:
        return f"{lead.post} not yet"
    return f"{lead.post} confirmed on {lead.on:%-d %B}"


def co_lead_progress(others: Iterable[Confirmation]) -> str:
    """The leads other than the reader, each with the day of its answer.

    >>> with_whom([Confirmation("Head of Commissioning", date(2019, 10, 21))])
    'Head of Commissioning (confirmed on 21 October)'
    """
    return " and ".join(
        f"{lead.post} ({f'confirmed on {lead.on:%-d %B}' if lead.on else 'not yet'})"
        for lead in others
    )
