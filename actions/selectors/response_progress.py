"""What the open period asks for, and what came: by organisation and post.

Plain rows are read and put together here: the same question as SQL took six times as long.
A test holds it to the querysets' words (`due_in`, `answered_in`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from actions.domain.enums import ANSWERS, Status, UpdateKind
from actions.domain.quarter_status import StatusEntry, quarter_status
from actions.models import Plan, ReportingPeriod, StatusUpdate
from actions.selectors.periods import open_period, quarter_before
from wsoa.accounts.models import Post

NO_POST = "No post named"


@dataclass(frozen=True, slots=True)
class ResponseCount:
    """How many actions a post, an organisation or everybody was asked about, and answered."""

    code: str
    name: str
    asked: int
    answered: int

    @property
    def silent(self) -> int:
        return self.asked - self.answered


@dataclass(frozen=True, slots=True)
class OrganisationResponses:
    answers: ResponseCount
    posts: tuple[ResponseCount, ...]


@dataclass(frozen=True, slots=True)
class ResponseProgress:
    """What the open period asked for, and what came; `silent` are the actions without answer."""

    period: str
    due: str
    all: ResponseCount
    organisations: tuple[OrganisationResponses, ...]
    silent: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Said:
    complete: frozenset[int]  # before the period
    answered: frozenset[int]  # in it


def responses_now(
    plan: Plan, periods: Sequence[ReportingPeriod], today: date
) -> ResponseProgress | None:
    """Who was asked about what in the open period, and who has answered; None where none is open.

    `periods` are all of the plan, quarters and months.
    """
    period = open_period(periods, today)
    return responses_in(period, plan, periods, today) if period else None


def responses_in(
    period: ReportingPeriod, plan: Plan, periods: Sequence[ReportingPeriod], today: date
) -> ResponseProgress:
    """The same of one period. An action with several leads is asked of each of them, and counted
    once in all. Two queries.
    """
    said = _said(period, quarter_before(period, periods), periods)
    organisations: dict[tuple[str, str], dict[int, bool]] = {}
    posts: dict[tuple[str, str], dict[tuple[str, str], dict[int, bool]]] = {}
    everybody: dict[int, bool] = {}
    for action, start, code, name, post, title in _leads(plan):
        if action in said.complete or (start and start > period.first_day):
            continue
        answered = everybody[action] = action in said.answered
        whole = (code or "", name or "No lead")
        part = (post or code or "", title or NO_POST)
        organisations.setdefault(whole, {})[action] = answered
        posts.setdefault(whole, {}).setdefault(part, {})[action] = answered
    found = [
        OrganisationResponses(_answers(key, mine), _most_silent(posts[key]))
        for key, mine in organisations.items()
    ]
    found.sort(key=lambda each: -each.answers.silent)
    return ResponseProgress(
        period=f"{period.first_day:%B %Y}",
        due=due_words(period, today),
        all=_answers(("", "Everybody"), everybody),
        organisations=tuple(found),
        silent=frozenset(pk for pk, answered in everybody.items() if not answered),
    )


def _leads(plan: Plan) -> Iterable[tuple[int, date | None, str, str, str | None, str | None]]:
    """Every action with each of its leads, and those without one with none."""
    rows = plan.actions.order_by("leads__organisation", "leads__post", "order")
    return rows.values_list(
        "pk",
        "start_month",
        "leads__organisation__code",
        "leads__organisation__name",
        "leads__post__code",
        "leads__post__title",
    )


def _said(
    period: ReportingPeriod, before: ReportingPeriod | None, periods: Iterable[ReportingPeriod]
) -> _Said:
    earlier = {each.pk for each in periods if before and before.pk in (each.pk, each.quarter_id)}
    answered: set[int] = set()
    words: dict[int, list[StatusEntry]] = {}
    said = StatusUpdate.objects.that_may_count().filter(period__in={period.pk, *earlier})
    columns = ("pk", "action", "period", "status", "kind", "superseded_by", "verdict__accepted")
    for pk, action, where, status, kind, superseded, judged in said.values_list(*columns):
        if where in earlier:
            word = StatusEntry(
                pk,
                action,
                where,
                status,
                risk=False,
                accepted=judged,
                replaced=superseded is not None,
                recorded=kind == UpdateKind.RECORDED,
            )
            words.setdefault(action, []).append(word)
        elif kind in ANSWERS and superseded is None and judged is not False:
            answered.add(action)
    complete = (
        action for action, said in words.items() if quarter_status(said).status == Status.COMPLETE
    )
    return _Said(frozenset(complete), frozenset(answered))


def due_words(period: ReportingPeriod, today: date) -> str:
    """ "were due on 31 October 2019, 15 days ago"."""
    day = f"{period.due:%-d %B %Y}"
    days = (today - period.due).days
    if days == 0:
        return f"are due today, {day}"
    verb, count = ("were", days) if days > 0 else ("are", -days)
    words = f"{count} day{'' if count == 1 else 's'}"
    return f"{verb} due on {day}, {f'{words} ago' if days > 0 else f'in {words}'}"


def _most_silent(posts: dict[tuple[str, str], dict[int, bool]]) -> tuple[ResponseCount, ...]:
    found = [_answers(key, actions) for key, actions in posts.items()]
    return tuple(sorted(found, key=lambda each: -each.silent))


def _answers(key: tuple[str, str], actions: dict[int, bool]) -> ResponseCount:
    code, name = key
    return ResponseCount(code, name, len(actions), sum(actions.values()))


def posts_to_chase(plan: Plan, code: str, today: date) -> tuple[ReportingPeriod | None, list[Post]]:
    """The open period, and of the posts with something to answer the one of this code, or all
    where it is empty.
    """
    periods = list(plan.periods.all())
    period = open_period(periods, today)
    if period is None:
        return None, []
    period.plan = plan
    asked = responses_in(period, plan, periods, today)
    silent = {post.code for each in asked.organisations for post in each.posts if post.silent}
    wanted = silent & {code} if code else silent
    return period, list(Post.objects.filter(code__in=wanted).select_related("organisation"))
