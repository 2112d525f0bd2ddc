"""The fields of an action as an import loads and compares them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from wsoa.core.months import DateKind, Month, PlanDate, parse_printed

INTRODUCTION: Final = "Introduction of the measures"
# What two imports of one plan are compared by, and how a person reads of it.
COMPARED: Final = {
    "outcome": "outcome",
    "text": "text",
    "start": "start",
    "end": "end",
    "leads": "leads",
    "measures": "measures",
}


def date_of(exported: str | None) -> PlanDate:
    """A date from its export: "2019-07", "ongoing" or None."""
    if exported is None:
        return PlanDate(DateKind.NONE)
    if exported == "ongoing":
        return PlanDate(DateKind.ONGOING)
    return PlanDate(DateKind.MONTH, Month.parse(exported))


def printed_date(reading: Mapping[str, Any]) -> str:
    """A date as the plan prints it: what the file has, or the month where that says another.

    >>> printed_date({"printed": "by Dec 19", "date": "2019-12"})
    'by Dec 19'
    >>> printed_date({"printed": "", "date": None})
    '-'
    """
    return str(reading["printed"])[:200] or printed_of(reading["date"])


def printed_of(exported: str | None) -> str:
    """A date by its export as plans print it.

    >>> printed_of("2019-09"), printed_of("ongoing"), printed_of(None)
    ('Sept 2019', 'On-going', '-')
    """
    date = date_of(exported)
    if date.kind is DateKind.ONGOING:
        return "On-going"
    return date.month.printed if date.month else "-"


def reading_of(printed: str) -> dict[str, Any]:
    """A date that a person entered, as a reading. Raises ValueError.

    >>> reading_of("Sept 2019")["date"]
    '2019-09'
    """
    plain = " ".join(printed.split())
    return {"printed": plain, "date": parse_printed(plain).export(), "kind": ""}


def comparable(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What of an action's fields two imports are compared by."""
    return {
        "outcome": fields["outcome"],
        "text": fields["text"].strip(),
        "start": fields["start"]["date"],
        "end": fields["end"]["date"],
        "leads": list(fields["leads"]),
        "measures": list(fields["measures"]),
    }


def note_of(fields: Mapping[str, Any]) -> str:
    """What a file says of an action beside the fields of a plan, each on a line with its title."""
    lines = [("Accountable officer", fields["accountable"]), ("Evidence", fields["evidence"])]
    lines.append(("Milestones", "; ".join(fields["milestones"])))
    lines += [
        (title, text) for title, text in sorted(fields["notes"].items()) if title != INTRODUCTION
    ]
    return "\n".join(f"{title}: {' '.join(text.split())}" for title, text in lines if text)
