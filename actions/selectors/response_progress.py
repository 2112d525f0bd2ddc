"""Responses to a period, by organisation and post.

Plain columns are read and put together in Python: the same question as SQL takes six times as
long. A test holds it to the words of the query sets (`due_in`, `answered_in`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from actions.domain.organisation_history import NamedOrganisation, OrganisationsAsAt
from actions.domain.quarter_status import StatusEntry, is_complete
from actions.models import Plan, ReportingPeriod, StatusUpdate
from actions.selectors.periods import name_of, open_period, quarter_before
from actions.selectors.plan_periods import periods_of
from actions.selectors.status_as_at import ENTRY_COLUMNS, entry_from
from wsoa.accounts.models import Post

NO_POST = "No post named"


@dataclass(frozen=True, slots=True)
class ResponseCount:
    """The numbers of actions asked about and answered, of a post, an organisation or everybody."""

    code: str
    name: str
    asked: int
    answered: int

    @property
    def silent(self) -> int:
        return self.asked - self.answered


@dataclass(frozen=True, slots=True)
class OrganisationResponses:
    """How many of an organisation's actions have an answer, in all and by post."""

    answers: ResponseCount
    posts: tuple[ResponseCount, ...]


@dataclass(frozen=True, slots=True)
class ResponseProgress:
    """What a period asks for, and what was answered; `silent` are the actions without answer.

    Organisations and posts with the fewest responses come first. Of those asked about, `by_office`
    are the actions without an answer of a lead whose status is what the programme office said.
    """

    period: str
    due: str
    all: ResponseCount
    organisations: tuple[OrganisationResponses, ...]
    silent: frozenset[int]
    by_office: frozenset[int] = frozenset()
    by_lead: frozenset[int] = frozenset()

    @property
    def who_answered(self) -> str:
        """Who answered, in numbers that add up to the actions asked about."""
        nobody = self.all.asked - len(self.by_lead) - len(self.by_office)
        office, none = len(self.by_office), _has(nobody)
        return (
            f"Leads have answered for {len(self.by_lead)} of {self.all.asked}. For {office} no "
            "lead has: the status is what the programme office recorded. "
            f"{nobody} {none} neither."
        )

    @property
    def adds_up(self) -> str:
        """Why the organisations add up to more actions than there are; empty where they do not."""
        total = sum(organisation.answers.asked for organisation in self.organisations)
        if total == self.all.asked:
            return ""
        return (
            "An action with leads of several organisations counts in each of them: the "
            f"organisations add up to {total}, not to {self.all.asked}."
        )


def _has(count: int) -> str:
    return "has" if count == 1 else "have"


class LeadColumns(NamedTuple):
    """One lead of an action; what the plan does not name is None."""

    action: int
    start: date | None
    organisation: NamedOrganisation | None
    post: str | None
    title: str | None


def leads_of(plan: Plan, then: OrganisationsAsAt) -> list[LeadColumns]:
    """Every action with each of its leads, and those without one with none; their
    organisations as they were then. One query.
    """
    actions = plan.actions.order_by("leads__organisation", "leads__post", "order")
    columns = (
        *("pk", "start_month", "leads", "leads__organisation", "leads__organisation__code"),
        *("leads__organisation__name", "leads__post", "leads__post__code", "leads__post__title"),
    )
    found = []
    for action, start, lead, pk, code, name, post, *of_post in actions.values_list(*columns):
        named = then.of_lead(lead, post, pk, NamedOrganisation(code, name)) if lead else None
        found.append(LeadColumns(action, start, named, *of_post))
    return found


def responses_now(
    plan: Plan, periods: Sequence[ReportingPeriod], today: date
) -> ResponseProgress | None:
    """The responses in the open period; None where none is open.

    `periods` are all of the plan, quarters and months.
    """
    period = open_period(periods, today)
    return responses_in(period, plan, periods, today) if period else None


def responses_in(
    period: ReportingPeriod, plan: Plan, periods: Sequence[ReportingPeriod], today: date
) -> ResponseProgress:
    """The responses in one period. Two queries."""
    answers = _answers(period, periods)
    leads = leads_of(plan, OrganisationsAsAt())
    return count_responses(
        leads,
        period,
        answers.complete,
        answers.answered,
        today,
        by_lead=answers.by_lead,
        by_office=answers.by_office,
    )


def count_responses(
    leads: Iterable[LeadColumns],
    period: ReportingPeriod,
    complete: Collection[int],
    answered: Collection[int],
    day: date,
    *,
    by_lead: Collection[int] = (),
    by_office: Collection[int] = (),
) -> ResponseProgress:
    """The responses, of actions that were `complete` before the period or `answered` in it; who
    answered where that is given.

    An action with several leads is asked of each of them, and counted once in all.
    """
    by_organisation = _by_organisation(
        lead
        for lead in leads
        if lead.action not in complete and not (lead.start and lead.start > period.first_day)
    )
    everybody = set[int]().union(
        *(actions for posts in by_organisation.values() for actions in posts.values())
    )

    organisations = [
        _responses_of(name, posts, answered) for name, posts in by_organisation.items()
    ]
    return ResponseProgress(
        period=name_of(period),
        due=due_words(period, day),
        all=_count(("", "Everybody"), everybody, answered),
        organisations=tuple(
            sorted(organisations, key=lambda organisation: -organisation.answers.silent)
        ),
        silent=frozenset(everybody.difference(answered)),
        by_office=frozenset(everybody.intersection(by_office)),
        by_lead=frozenset(everybody.intersection(by_lead)),
    )


def _responses_of(
    name: NamedOrganisation, posts: dict[tuple[str, str], set[int]], answered: Collection[int]
) -> OrganisationResponses:
    """The responses of an organisation and of its posts, the one with most to answer first."""
    counts = [_count(post, actions, answered) for post, actions in posts.items()]
    return OrganisationResponses(
        _count(name, set().union(*posts.values()), answered),
        tuple(sorted(counts, key=lambda post: -post.silent)),
    )


def _count(name: tuple[str, str], actions: set[int], answered: Collection[int]) -> ResponseCount:
    return ResponseCount(*name, len(actions), sum(action in answered for action in actions))


def _by_organisation(
    leads: Iterable[LeadColumns],
) -> dict[NamedOrganisation, dict[tuple[str, str], set[int]]]:
    """The actions of each post, by its code and title, of each organisation."""
    found: dict[NamedOrganisation, dict[tuple[str, str], set[int]]] = {}
    for lead in leads:
        organisation = lead.organisation or NamedOrganisation("", "No lead")
        post = (lead.post or organisation.code, lead.title or NO_POST)
        found.setdefault(organisation, {}).setdefault(post, set()).add(lead.action)
    return found


@dataclass(frozen=True, slots=True)
class _Answers:
    """The actions complete in the quarter before, those answered in the period, and by whom."""

    complete: set[int]
    answered: set[int]
    by_lead: set[int]
    by_office: set[int]  # and by no lead


def _answers(period: ReportingPeriod, periods: Iterable[ReportingPeriod]) -> _Answers:
    """One query."""
    before = quarter_before(period, periods)
    earlier = {
        period.pk for period in periods if before and before.pk in (period.pk, period.quarter_id)
    }
    answered: set[int] = set()
    by_lead: set[int] = set()
    by_office: set[int] = set()
    entries: dict[int, list[StatusEntry]] = {}
    updates = StatusUpdate.objects.that_may_count().filter(period__in={period.pk, *earlier})
    for *columns, in_period in updates.values_list(*ENTRY_COLUMNS, "period"):
        entry = entry_from(*columns)
        if in_period in earlier:
            entries.setdefault(entry.action, []).append(entry)
        elif entry.recorded or not (entry.replaced or entry.accepted is False):
            (by_office if entry.by_office else by_lead).add(entry.action)
            if not entry.recorded:
                answered.add(entry.action)
    complete = {action for action, of in entries.items() if is_complete(of)}
    return _Answers(complete, answered, by_lead, by_office - by_lead)


def due_words(period: ReportingPeriod, today: date) -> str:
    """ "were due on 31 October 2019, 15 days ago"."""
    day = f"{period.due:%-d %B %Y}"
    days = (today - period.due).days
    if days == 0:
        return f"are due today, {day}"
    verb, count = ("were", days) if days > 0 else ("are", -days)
    words = f"{count} day{'' if count == 1 else 's'}"
    return f"{verb} due on {day}, {f'{words} ago' if days > 0 else f'in {words}'}"


def posts_to_chase(plan: Plan, today: date) -> tuple[ReportingPeriod | None, list[Post]]:
    """The open period, and the posts with something to answer."""
    periods = periods_of(plan)
    period = open_period(periods, today)
    if period is None:
        return None, []
    period.plan = plan
    asked = responses_in(period, plan, periods, today)
    silent = {
        post.code
        for organisation in asked.organisations
        for post in organisation.posts
        if post.silent
    }
    posts = Post.objects.of(plan.local_area_id).of_codes(silent)
    return period, list(posts.select_related("organisation"))
