"""The page of a plan's key dates: when what is due, counted from what, and how certain that is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from actions.domain.kinds.clock import KeyDate, key_dates
from actions.domain.kinds.model import KindOfPlan
from actions.domain.kinds.working_days import england
from actions.models import Plan
from actions.selectors.plan_events import recorded_days


@dataclass(frozen=True, slots=True)
class KeyDateEntry:
    """One step: its day or that it is not known, how it stands, and what it rests on."""

    title: str
    due: date | None
    state: str
    is_overdue: bool
    sentence: str
    source: str
    doubt: str


@dataclass(frozen=True, slots=True)
class EventEntry:
    """What has happened, when, and where that is from; `day` is None while it is not entered."""

    key: str
    title: str
    day: date | None
    source: str


@dataclass(frozen=True, slots=True)
class KeyDatesPage:
    """The key dates of a plan, with what its kind asks for besides."""

    kind: KindOfPlan
    dates: tuple[KeyDateEntry, ...]
    events: tuple[EventEntry, ...]
    holidays_source: str
    holidays_to: int
    unnamed_ratings: int


def key_dates_page(plan: Plan, today: date) -> KeyDatesPage:
    """What the page shows on that day."""
    kind, holidays, days = plan.kind_of_plan, england(), recorded_days(plan)
    events = {key: recorded.day for key, recorded in days.items()}
    ratings = kind.judgement.ratings
    return KeyDatesPage(
        kind=kind,
        dates=tuple(_entry(found, today) for found in key_dates(kind, events, holidays)),
        events=tuple(
            EventEntry(
                event.key,
                event.title,
                events.get(event.key),
                days[event.key].source if event.key in days else "",
            )
            for event in kind.events
        ),
        holidays_source=holidays.source,
        holidays_to=holidays.announced_to,
        unnamed_ratings=(kind.judgement.ratings_in_all or len(ratings)) - len(ratings),
    )


def _entry(found: KeyDate, today: date) -> KeyDateEntry:
    doubt = found.step.doubt
    if not found.is_certain and not doubt:
        doubt = "The bank holidays of those years are not announced yet, so the day may change."
    return KeyDateEntry(
        title=found.step.title,
        due=found.due,
        state=_state(found, today),
        is_overdue=found.is_overdue(today) and not found.step.is_usual,
        sentence=found.sentence,
        source=found.step.source,
        doubt=doubt,
    )


def _state(found: KeyDate, today: date) -> str:
    if found.happened is not None:
        done = f"Done on {found.happened.day} {found.happened:%B %Y}"
        return f"{done}, after the day" if found.was_late and not found.step.is_usual else done
    if found.is_passed:
        return "Done, day not entered"
    if found.due is None:
        return "Not known yet"
    if found.is_overdue(today):
        return "The usual day has passed" if found.step.is_usual else "Overdue"
    return "Usual, no fixed day" if found.step.is_usual else "Still to come"
