"""The quarterly review of who has access: whether it is due, and who is still to confirm."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime

from actions.domain.review_quarter import ReviewQuarter
from wsoa.accounts.models import AccessReview, AreaRole, LocalArea


@dataclass(frozen=True, slots=True)
class ReviewState:
    """The review of a quarter: done by whom and when, or due by its last day."""

    quarter: ReviewQuarter
    completed_on: date | None
    completed_by: str
    is_overdue: bool

    @property
    def due(self) -> date:
        return self.quarter.last_day


def review_state(local_area: LocalArea, day: date) -> ReviewState | None:
    """The review that an area is asked for on a day; None where nobody has administered it yet.

    Two queries.
    """
    return review_states([local_area.pk], day).get(local_area.pk)


def access_review_due(local_area: LocalArea, day: date) -> ReviewState | None:
    """The review that waits for the administrators of an area on a day; None where none does."""
    state = review_state(local_area, day)
    return state if state and state.completed_on is None else None


def review_states(local_areas: Collection[int], day: date) -> dict[int, ReviewState]:
    """The reviews that areas are asked for on a day, by the key of the area. Two queries.

    A review is overdue where the quarter before went by without one, though the area had an
    administrator in all of it. An area that nobody has administered is asked for none.
    """
    quarter = ReviewQuarter.of(day)
    wanted = (quarter.first_day, quarter.before.first_day)
    completed = AccessReview.objects.filter(local_area__in=local_areas, quarter__in=wanted)
    done = {
        (review.local_area_id, review.quarter): review
        for review in completed.exclude(completed_at=None).select_related("completed_by")
    }
    return {
        area: _state(
            quarter,
            done.get((area, quarter.first_day)),
            is_missed=first <= quarter.before.first_day
            and (area, quarter.before.first_day) not in done,
        )
        for area, first in _first_days_of_administrators(local_areas, day).items()
    }


def _state(quarter: ReviewQuarter, done: AccessReview | None, *, is_missed: bool) -> ReviewState:
    return ReviewState(
        quarter=quarter,
        completed_on=localtime(done.completed_at).date() if done and done.completed_at else None,
        completed_by=done.completed_by.name if done and done.completed_by else "",
        is_overdue=done is None and is_missed,
    )


def _first_days_of_administrators(local_areas: Collection[int], day: date) -> dict[int, date]:
    """The first day on which each area had an administrator; without areas that never had one.

    Where it was not recorded, the first day of the quarter: nobody is late for what was not asked.
    """
    days: dict[int, list[date | None]] = {}
    roles = AreaRole.objects.filter(local_area__in=local_areas, is_empty=False)
    for area, since in roles.values_list("local_area", "since"):
        days.setdefault(area, []).append(since)
    unknown = ReviewQuarter.of(day).first_day
    return {
        area: unknown if None in of_area else min(since for since in of_area if since)
        for area, of_area in days.items()
    }
