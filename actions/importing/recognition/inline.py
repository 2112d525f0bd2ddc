"""Lead and dates in brackets at the end of an action: "… (Lead: HoS; by Dec 2019)". Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from actions.domain.recognition.dates import looks_like_period
from actions.domain.recognition.headings import ColumnRole, role_of_heading

_BRACKET: Final = re.compile(r"\s*[(\[]([^()\[\]]{3,200})[)\]]\s*\.?\s*$")
_LABEL: Final = re.compile(
    r"\b(lead(?: officer| person)?|owner|responsible(?: officer)?|start(?: date)?|end(?: date)?"
    r"|by when|timescales?|completion date|due(?: date)?|deadline|finish|target date|when|who)"
    r"\s*[:–-]\s*",
    re.IGNORECASE,
)
_TAKEN: Final = frozenset({ColumnRole.LEAD, ColumnRole.START, ColumnRole.END, ColumnRole.PERIOD})


@dataclass(frozen=True, slots=True)
class InlineFields:
    """An action's text without its bracket, and what the bracket says."""

    text: str
    bracket: str
    fields: dict[ColumnRole, str] = field(default_factory=dict)


def inline_fields(text: str) -> InlineFields | None:
    """The lead and dates in a bracket at the end; None where there is no such bracket.

    >>> inline_fields("Write it (Lead: SCC - HoS; by when: July 2019)").fields[ColumnRole.LEAD]
    'SCC - HoS'
    >>> inline_fields("Write it (SCC - HoS, July 2019)").fields[ColumnRole.PERIOD]
    'July 2019'
    >>> inline_fields("Write it (with all schools)")
    """
    found = _BRACKET.search(text)
    if not found:
        return None
    fields = _labelled(found[1]) or _bare(found[1])
    return InlineFields(text[: found.start()].rstrip(), found[1], fields) if fields else None


def _labelled(bracket: str) -> dict[ColumnRole, str]:
    labels = list(_LABEL.finditer(bracket))
    if not labels or labels[0].start() > 0:
        return {}
    ends = [match.start() for match in labels[1:]] + [len(bracket)]
    fields = {}
    for match, end in zip(labels, ends, strict=True):
        role = role_of_heading(match[1])
        if role in _TAKEN and role is not None:
            fields[role] = bracket[match.end() : end].strip(" ;,|.")
    return fields


def _bare(bracket: str) -> dict[ColumnRole, str]:
    """ "SCC - HoS, by July 2019": a lead, then a date."""
    lead, _, date = re.sub(r"[;|]", ",", bracket).rpartition(",")
    if not lead.strip() or not looks_like_period(date):
        return {}
    return {ColumnRole.LEAD: lead.strip(), ColumnRole.PERIOD: date.strip()}
