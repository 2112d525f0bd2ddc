"""Red measures of a plan, who is asked to comment on them, and the comments."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from actions.domain.waiting import WaitingItem, WaitingKind
from actions.models import Plan, PlanFindings
from actions.selectors.person_in_plans import PersonInPlans
from actions.selectors.plan_cache import cached_for_figures
from indicators.domain.red_measures import RedFact, red_fact
from indicators.models import Indicator, RedComment
from indicators.selectors.figures_as_at import Reading, readings
from indicators.selectors.free_text import hidden_numbers_for, left_out
from indicators.selectors.target_outcomes import missed_target
from wsoa.core.compiled_queries import compiled_once

COMMENT = WaitingKind(
    "red-measure",
    "Comment on a red measure",
    "Figures",
    "Comment",
    "red measure needs your comment",
    "red measures need your comment",
    "The measure is getting worse, or missed its target. Reports print what you say of it.",
)
LEFT_OUT = left_out("comment")
TOPIC = "red-measures"  # of the kept findings
WORKED_OUT_AT_ONCE = 3  # plans; for more, what a worker has kept is read


@dataclass(frozen=True, slots=True)
class RedMeasure:
    """A red measure: why, and the post that is asked, if the plan names one."""

    indicator: int
    address_key: str
    name: str
    owner: int | None
    key: str
    about: str
    since: str  # the day on which its latest figure was known; empty where that is not known

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def red_fact_of(known: Reading) -> RedFact | None:
    """Why an indicator is red, or None. What has ended is not."""
    if known.end is not None:
        return None
    missed = missed_target(known)
    latest = known.latest.span if known.latest else None
    return red_fact(known.judgement, latest, missed.by if missed else None)


def red_measures(plan: Plan, day: date) -> tuple[RedMeasure, ...]:
    """The red measures of a plan as at a day. Cached until something is written to its figures."""
    return cached_for_figures(
        plan, "red-measures", day, make=lambda: tuple(_red(readings(plan, day)))
    )


def _red(known: Iterable[Reading]) -> Iterator[RedMeasure]:
    for reading in known:
        fact = red_fact_of(reading)
        if fact is None:
            continue
        indicator, latest = reading.indicator, reading.latest
        since = latest.known_on.isoformat() if latest and latest.known_on else ""
        yield RedMeasure(
            indicator.pk,
            indicator.key,
            indicator.short_title,
            indicator.owner_id,
            fact.key,
            fact.about,
            since,
        )


@dataclass(frozen=True, slots=True)
class PrintedComment:
    """A comment as pages and reports print it."""

    text: str
    by: str
    on: date
    about: str

    @property
    def signature(self) -> str:
        """ "Head of Commissioning, 4 November 2019"."""
        return f"{self.by}, {self.on.day} {self.on:%B %Y}"


@dataclass(frozen=True, slots=True)
class CommentState:
    """What is said of a red measure as at a day: why it is red, its comment, and earlier ones.

    `fact` is None for a measure that is not red; then there may be earlier comments all the same.
    """

    fact: RedFact | None
    current: PrintedComment | None
    earlier: tuple[PrintedComment, ...]


def comment_states(known: Iterable[Reading], day: date) -> dict[int, CommentState]:
    """The state of the comments of each indicator, by its key. One query, and three if comments
    are on indicators that hide small numbers: one that quotes a hidden number is left out.
    """
    found = list(known)
    by_indicator: dict[int, list[RedComment]] = {}
    keys = [reading.indicator.pk for reading in found]
    for row in RedComment.objects.of_indicators(keys).known_by(day):
        by_indicator.setdefault(row.indicator_id, []).append(row)
    numbers = hidden_numbers_for(
        (one.indicator, row.text) for one in found for row in by_indicator.get(one.indicator.pk, ())
    )
    for pk, rows in by_indicator.items():
        for row in rows:
            row.text = numbers.shown(row.text, [pk], "comment")
    return {
        reading.indicator.pk: _state(reading, by_indicator.get(reading.indicator.pk, []))
        for reading in found
    }


def _state(reading: Reading, rows: list[RedComment]) -> CommentState:
    fact = red_fact_of(reading)
    own = [row for row in rows if fact and row.key == fact.key]
    current = own[-1] if own else None
    earlier = tuple(_printed(row, reading) for row in reversed(rows) if row is not current)
    return CommentState(fact, _printed(current, reading) if current else None, earlier)


def _printed(row: RedComment, reading: Reading) -> PrintedComment:
    """Signed by the owning post, as updates are by the post that leads; a person is not named."""
    owner = reading.indicator.owner
    signed = owner.display_name if owner else "Programme office"
    return PrintedComment(row.text, signed, row.day, row.about)


def comments_to_give(person: PersonInPlans) -> Iterator[WaitingItem]:
    """The red measures that a person's posts own and that nobody has commented on.

    For up to WORKED_OUT_AT_ONCE plans they are worked out as at this moment, and kept until
    something is written to their figures; for more plans those are read that a worker has kept, in
    three queries.
    """
    if not person.posts:
        return
    for plan, measure in _measures_without_comment(person):
        if measure.owner not in person.posts:
            continue
        yield WaitingItem(
            kind=COMMENT,
            plan=plan,
            subject=measure.indicator,
            title=f"{measure.name}: {measure.about}",
            since=date.fromisoformat(measure.since) if measure.since else person.day,
            address=reverse(
                "indicator-comment", args=[person.plans[plan].slug, measure.address_key]
            ),
        )


def _measures_without_comment(person: PersonInPlans) -> Iterator[tuple[int, RedMeasure]]:
    if len(person.plans) <= WORKED_OUT_AT_ONCE:
        for key, plan in sorted(person.plans.items()):
            yield from ((key, measure) for measure in _open_in(plan, person.day))
        return
    plans = set(_plans_of_owners(person.plans.keys(), person.posts))
    given = set(RedComment.objects.of_plans(plans).distinct())
    rows = PlanFindings.objects.on(TOPIC).of_plans(plans).values_list("plan", "content")
    for key, content in rows:
        for measure in (RedMeasure(**kept) for kept in content["red"]):
            if (measure.indicator, measure.key) not in given:
                yield key, measure


def _open_in(plan: Plan, day: date) -> tuple[RedMeasure, ...]:
    def make() -> tuple[RedMeasure, ...]:
        given = set(RedComment.objects.of_plans([plan.pk]).distinct())
        measures = red_measures(plan, day)
        return tuple(one for one in measures if (one.indicator, one.key) not in given)

    return cached_for_figures(plan, "red-measures-without-comment", day, make=make)


@compiled_once
def _plans_of_owners(plans: Collection[int], posts: Collection[int]) -> QuerySet[Indicator, int]:
    owned = Indicator.objects.of_plans(plans).owned_by_posts(posts)
    return owned.order_by().values_list("plan", flat=True).distinct()
