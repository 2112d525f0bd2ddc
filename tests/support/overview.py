"""What tests of the overview share."""

from __future__ import annotations

from datetime import date

TODAY = date(2019, 11, 15)


def ending(month: date | None) -> dict[str, object]:
    if month is None:
        return {"end_printed": "On-going", "end_kind": "ongoing", "end_month": None}
    return {"end_printed": f"{month:%b %Y}", "end_kind": "month", "end_month": month}
