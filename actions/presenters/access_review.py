"""The page of the quarterly review of access."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime

from actions.domain.review_quarter import ReviewQuarter
from actions.models import FeedToken
from actions.presenters.people import role_words
from actions.selectors.access_reviews import ReviewState, review_state
from actions.selectors.people import AreaAccess, invited_on, people_with_access
from wsoa.accounts.models import AccessConfirmation, AccessReview, LocalArea


@dataclass(frozen=True, slots=True)
class ReviewedPerson:
    """One person of the review: what they have, and who confirmed it when."""

    pk: int
    email: str
    name: str
    access: str
    since: date | None
    signed_in: date | None
    invited: date | None  # where they have not accepted yet
    confirmed: str

    @property
    def invited_words(self) -> str:
        return f"invited on {self.invited:%-d %B %Y}, not accepted yet" if self.invited else ""


@dataclass(frozen=True, slots=True)
class EarlierReview:
    """The review of an earlier quarter, and who completed it."""

    label: str
    outcome: str


@dataclass(frozen=True, slots=True)
class AccessReviewPage:
    """The review of the present quarter, and those before it. `feed_tokens` counts those that work:
    whoever has one reads the area's plans without being among the people.
    """

    label: str
    state: ReviewState | None
    people: tuple[ReviewedPerson, ...]
    earlier: tuple[EarlierReview, ...]
    feed_tokens: int

    @property
    def to_confirm(self) -> int:
        return sum(not person.confirmed for person in self.people)


def review_page(local_area: LocalArea, day: date) -> AccessReviewPage:
    """Everybody who has access on a day, and whether this quarter's review has confirmed it."""
    quarter = ReviewQuarter.of(day)
    confirmed = {
        row.user_id: row
        for row in AccessConfirmation.objects.given_in(local_area, quarter.first_day)
    }
    invited = invited_on(local_area)
    reviews = AccessReview.objects.before(local_area, quarter.first_day)
    return AccessReviewPage(
        label=quarter.label,
        state=review_state(local_area, day),
        people=tuple(
            _reviewed(access, confirmed.get(access.user.pk), invited.get(access.user.pk))
            for access in people_with_access(local_area, day)
        ),
        earlier=tuple(_earlier(review) for review in reviews),
        feed_tokens=FeedToken.objects.of(local_area).working_on(day).count(),
    )


def access_in_words(page: AccessReviewPage) -> dict[int, str]:
    """By person, what they have in words, for the record of a confirmation."""
    return {
        person.pk: f"{person.access} ({person.invited_words})" if person.invited else person.access
        for person in page.people
    }


def _reviewed(
    access: AreaAccess, row: AccessConfirmation | None, invited: date | None
) -> ReviewedPerson:
    posts = [("deputy for " if held.deputy else "") + held.post.code for held in access.holdings]
    user = access.user
    who = row.by.name if row and row.by else "whoever runs the service"
    return ReviewedPerson(
        pk=user.pk,
        email=user.email,
        name=user.name,
        access="; ".join((*role_words(access), *posts)),
        since=access.since,
        signed_in=localtime(user.last_login).date() if user.last_login else None,
        invited=invited,
        confirmed=f"By {who} on {localtime(row.at):%-d %B %Y}" if row else "",
    )


def _earlier(review: AccessReview) -> EarlierReview:
    label = ReviewQuarter(review.quarter).label
    if review.completed_at is None:
        return EarlierReview(label, "Begun, and not completed")
    who = review.completed_by.name if review.completed_by else "whoever runs the service"
    return EarlierReview(label, f"By {who} on {localtime(review.completed_at):%-d %B %Y}")
