"""The quarterly review of who has access: whether it is due, and who is still to confirm."""

from __future__ import annotations

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

    It is overdue where the quarter before went by without one, though the area had an
    administrator in all of it. Two queries.
    """
    quarter = ReviewQuarter.of(day)
    first = _first_day_of_administrators(local_area, day)
    if first is None:
        return None
    wanted = (quarter.first_day, quarter.before.first_day)
    reviews = {
        review.quarter: review
        for review in AccessReview.objects.filter(
            local_area=local_area, quarter__in=wanted
        ).select_related("completed_by")
        if review.completed_at
    }
    done = reviews.get(quarter.first_day)
    missed = first <= quarter.before.first_day and quarter.before.first_day not in reviews
    return ReviewState(
        quarter=quarter,
        completed_on=localtime(done.completed_at).date() if done and done.completed_at else None,
        completed_by=done.completed_by.name if done and done.completed_by else "",
        is_overdue=done is None and missed,
    )


def access_review_due(local_area: LocalArea, day: date) -> ReviewState | None:
    """The review that waits for the administrators of an area on a day; None where none does."""
    state = review_state(local_area, day)
    return state if state and state.completed_on is None else None


def _first_day_of_administrators(local_area: LocalArea, day: date) -> date | None:
    """The first day on which the area had an administrator; None where it has had none.

    Where it was not recorded, the first day of the quarter: nobody is late for what was not asked.
    """
    days = list(
        AreaRole.objects.of(local_area).filter(is_empty=False).values_list("since", flat=True)
    )
    if not days:
        return None
    known = [since for since in days if since]
    return min(known) if len(known) == len(days) else ReviewQuarter.of(day).first_day
