"""Which of an action's leads have said something of it in a period. Pure: values in, words out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple


class Confirmation(NamedTuple):
    """A leading post, and when it last said something of the action; None for not yet."""

    post: str
    on: date | None


def confirmed_by(leads: Iterable[Confirmation]) -> str:
    """One sentence for an action that two or more posts lead; nothing for one alone.

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
    """The other leads beside the one who reads it, each with how far it is.

    >>> with_whom([Confirmation("Head of Commissioning", date(2019, 10, 21))])
    'Head of Commissioning (confirmed on 21 October)'
    """
    return " and ".join(
        f"{lead.post} ({f'confirmed on {lead.on:%-d %B}' if lead.on else 'not yet'})"
        for lead in others
    )
