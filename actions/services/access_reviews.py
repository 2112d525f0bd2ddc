"""The quarterly review: an administrator confirms who still needs the access that they have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction

from actions.domain.review_quarter import ReviewQuarter
from actions.selectors.people import people_with_access
from actions.services.area_access import AccessRefused, lock_area, record_access
from wsoa.accounts.models import AccessConfirmation, AccessReview, LocalArea, User
from wsoa.core.clock import now, today


@transaction.atomic
def confirm_access(
    *,
    by: User | None,
    local_area: LocalArea,
    people: Iterable[int],
    access: Mapping[int, str],
) -> AccessReview:
    """Confirms for this quarter that people still need what they have; completes the review where
    nobody is left.

    `people` are keys of those confirmed now; `access` is what each has, in words.
    Who is confirmed already stays so. Audited. Raises NotAdministrator; AccessRefused where nobody
    is selected.
    """
    lock_area(by, local_area)
    review, _ = AccessReview.objects.get_or_create(
        local_area=local_area, quarter=ReviewQuarter.of(today()).first_day
    )
    unconfirmed = _unconfirmed(review)
    new = sorted(unconfirmed & set(people))
    if unconfirmed and not new:
        raise AccessRefused("Select each person who still needs their access", "people")
    for pk in new:
        AccessConfirmation.objects.create(
            review=review, user_id=pk, access=access.get(pk, ""), by=by, at=now()
        )
    left = sorted(unconfirmed.difference(new))
    if not left:
        _complete(review, by)
    label = ReviewQuarter(review.quarter).label
    record_access(
        by,
        local_area,
        "review-access",
        "people",
        f"Confirmed the access of {len(new)} people for {label}; {len(left)} left",
        confirmed=new,
        left=left,
    )
    return review


def _complete(review: AccessReview, by: User | None) -> None:
    """Completes a review; once."""
    if review.completed_at is None:
        review.completed_at, review.completed_by = now(), by
        review.save(update_fields=["completed_at", "completed_by"])


def _unconfirmed(review: AccessReview) -> set[int]:
    """The keys of people with access to the area who are not confirmed in this review."""
    people = people_with_access(review.local_area, today())
    confirmed = review.confirmations.values_list("user", flat=True)
    return {access.user.pk for access in people}.difference(confirmed)
