"""My updates: the actions that need a response, worst first, and those that have one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple

from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from actions.domain.confirmations import Confirmation, co_lead_progress
from actions.domain.enums import ANSWERS, Status, UpdateKind
from actions.domain.expected_status import lateness, should_have_started
from actions.domain.organisation_history import (
    NamedOrganisation,
    OrganisationHistory,
    said_as,
)
from actions.extension_points import MY_UPDATES_NOTES
from actions.models import Action, ActionLead, Plan, ReportingPeriod, StatusUpdate
from actions.presenters.attribution import ReturnedNote
from actions.presenters.date_ledger import ends_now
from actions.presenters.end_marks import NO_MARKS, EndMarks, end_marks
from actions.rules import PlanAccess, plan_access
from actions.selectors.organisation_names import organisation_history
from actions.selectors.plan_cache import cache_key, cached_for_plan, cached_rows
from actions.selectors.updates import drafts_of
from wsoa.accounts.models import User
from wsoa.core.row_ids import read_id
from wsoa.core.text import cut, one_line


@dataclass(frozen=True, slots=True)
class UpdateItem:
    """One action in the list, with everything that its row shows; the row's cache key."""

    slug: str
    ref: str
    text: str
    status: str | None
    reason: str
    late: str
    ends: str
    with_others: str
    speaking_as: str
    last_words: str
    last_said: date | None
    based_on: int | None
    done: str
    returned: ReturnedNote | None
    can_confirm: bool
    confirm_too: bool
    take_back: int | None = None  # the update that its lead can still take back
    drafted: str = ""  # when one's own draft was last kept
    marks: EndMarks = NO_MARKS

    @property
    def href(self) -> str:
        """The address of the action's page; its forms are below that address."""
        return reverse("action", args=[self.slug, self.ref])

    @property
    def anchor(self) -> str:
        return f"a{self.ref.replace('.', '-')}"

    @property
    def is_behind(self) -> bool:
        return bool(self.late or (self.status and Status(self.status).is_behind))

    @property
    def is_on_track(self) -> bool:
        """Whether it needs a response and is going to plan, so that it can be confirmed in bulk."""
        return self.status == Status.ON_TRACK and not (self.late or self.done or self.returned)


@dataclass(slots=True)
class UpdateGroup:
    title: str
    remark: str
    rows: list[SafeString] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class AnswerProgress:
    done: int
    asked: int
    on_track: int = 0

    @property
    def to_go(self) -> int:
        return self.asked - self.done


@dataclass(frozen=True, slots=True)
class MyUpdates:
    period: ReportingPeriod
    progress: AnswerProgress
    answering_as: str
    parts: tuple[UpdateGroup, ...]
    led: int
    finished: int
    not_begun: int
    overdue: bool

    @property
    def not_asked(self) -> str:
        """The person's actions that the period does not ask about, and why."""
        why = []
        if self.finished:
            why.append(f"{self.finished} already complete")
        if self.not_begun:
            why.append(f"{self.not_begun} not due to start yet")
        if not why:
            return f"All {self.led} of your actions need an update."
        left_out = self.finished + self.not_begun
        return f"{left_out} of your {self.led} actions do not need an update: {', '.join(why)}."


class UpdateColumns(NamedTuple):
    """One update, as far as the list needs it: its columns, in the order of _SAID."""

    action: int
    pk: int
    period: int
    status: str
    kind: str
    developments: str
    at: datetime
    post: int | None
    code: str | None
    title: str | None
    organisation_pk: int | None
    organisation: str | None
    organisation_name: str | None
    person: str | None
    superseded_by: int | None
    accepted: bool | None
    verdict: str | None
    judge: str | None
    judged_at: datetime | None
    reason: str
    month: date

    def who(self, history: OrganisationHistory) -> str:
        """The post, with the name that its organisation had then; or the person."""
        if self.post is None or self.organisation_pk is None:
            return self.person or "Programme office"
        present = NamedOrganisation(self.organisation or "", self.organisation_name or "")
        then = history.as_at(self.on).of_post(self.post, self.organisation_pk, present)
        return said_as(self.code or "", self.title or "", then)

    @property
    def on(self) -> date:
        return localtime(self.at).date()


_ORGANISATION = ("post__organisation", "post__organisation__code", "post__organisation__name")
_SAID = (
    *("action_id", "pk", "period_id", "status", "kind", "developments", "said_at"),
    *("post_id", "post__code", "post__title", *_ORGANISATION, "by__name"),
    *("superseded_by", "verdict__accepted", "verdict__words", "verdict__by__name", "verdict__at"),
    "reason",
    "period__first_day",
)
_LEAD = ("action_id", "post_id", "post__code", "post__title")


@dataclass(slots=True)
class _ListFacts:
    """The rows that belong to the actions of the list, by action."""

    mine: PlanAccess
    period: int
    history: OrganisationHistory
    month: date
    said: dict[int, list[UpdateColumns]] = field(default_factory=dict)
    leads: dict[int, list[tuple[int | None, str]]] = field(default_factory=dict)
    marks: dict[int, EndMarks] = field(default_factory=dict)


def period_before(period: ReportingPeriod) -> ReportingPeriod | None:
    return period.plan.periods.before(period).last()


def asked_of(user: User, plan: Plan, period: ReportingPeriod, today: date) -> list[UpdateItem]:
    """The actions that the period asks a person about, worst first."""
    led = plan.actions.led_by(user, today)
    asked = list(led.due_in(period, period_before(period)))
    return items_of(user, plan, period, asked, today)


@dataclass(frozen=True, slots=True)
class _SharedList:
    """The list for everybody who holds the same posts, without drafts."""

    items: tuple[UpdateItem, ...]
    led: int
    not_begun: int


def _shared_list(user: User, plan: Plan, period: ReportingPeriod, today: date) -> _SharedList:
    """The list, cached until something is written to the plan."""
    mine = plan_access(user, plan)

    def make() -> _SharedList:
        led = plan.actions.led_by(user, today)
        starts = list(led.values_list("start_month", flat=True))
        asked = list(led.due_in(period, period_before(period)))
        return _SharedList(
            items=tuple(_items_of(user, plan, period, asked, today)),
            led=len(starts),
            not_begun=sum(1 for start in starts if start and start > period.first_day),
        )

    posts = (tuple(mine.posts), tuple(sorted(mine.deputy_for)))
    return cached_for_plan(plan, "my updates", period.pk, today, posts, make=make)


def progress_of(items: Collection[UpdateItem]) -> AnswerProgress:
    """A person's progress in the period."""
    return AnswerProgress(
        done=sum(1 for item in items if item.done),
        asked=len(items),
        on_track=sum(1 for item in items if item.is_on_track),
    )


def notes_for(user: User, plan: Plan, today: date) -> list[SafeString]:
    """The notes of other apps for the person."""
    return [note(user, plan, today) for note in MY_UPDATES_NOTES]


def my_updates(user: User, plan: Plan, period: ReportingPeriod, today: date) -> MyUpdates:
    mine = _shared_list(user, plan, period, today)
    items = _with_drafts(user, plan, mine.items)
    parts = {
        "returned": UpdateGroup("Returned to you", "Send a new update for these"),
        "behind": UpdateGroup("Late or behind", "Worst first"),
        "rest": UpdateGroup("On track or yet to start", ""),
        "others": UpdateGroup(
            "Updated by others", "Done for this reporting round. You can confirm them as well"
        ),
        "done": UpdateGroup("Done", ""),
    }
    for item, row in _rendered_rows(items).items():
        parts[_part_of(item)].rows.append(row)
    return MyUpdates(
        period=period,
        progress=progress_of(items),
        answering_as=plan_access(user, plan).words,
        parts=tuple(part for part in parts.values() if part.rows),
        led=mine.led,
        finished=mine.led - len(items) - mine.not_begun,
        not_begun=mine.not_begun,
        overdue=today > period.due,
    )


def chosen_of(
    items: list[UpdateItem], ticked: Collection[str], *, on_track: bool
) -> list[UpdateItem]:
    """The waiting items to confirm: all on track, or else the selected ones."""
    waiting = [item for item in items if item.can_confirm and not item.done]
    if on_track:
        return [item for item in waiting if item.is_on_track]
    return [item for item in waiting if item.ref in ticked]


def seen_in(sent: Iterable[str]) -> dict[str, int | None]:
    """The update that the person saw for each action: "2.3.3:412", or "2.3.3:" for none."""
    pairs = (pair.rpartition(":") for pair in sent)
    return {ref: read_id(seen) for ref, _, seen in pairs if ref}


def _part_of(item: UpdateItem) -> str:
    if item.returned:
        return "returned"
    if item.done:
        return "others" if item.confirm_too else "done"
    return "behind" if item.is_behind else "rest"


def _rendered_rows(items: list[UpdateItem]) -> dict[UpdateItem, SafeString]:
    """Rendered rows, cached by their content: only changed rows are rendered again."""
    template = get_template("actions/_todo.html")
    return cached_rows(
        {item: cache_key(item) for item in items},
        lambda missing: {item: template.render({"item": item}) for item in missing},
    )


def items_of(
    user: User, plan: Plan, period: ReportingPeriod, actions: list[Action], today: date
) -> list[UpdateItem]:
    """The items of these actions, worst first, then by end date. Five queries for any number."""
    return _with_drafts(user, plan, _items_of(user, plan, period, actions, today))


def _with_drafts(user: User, plan: Plan, items: Iterable[UpdateItem]) -> list[UpdateItem]:
    drafts = drafts_of(user, plan)
    return [
        replace(item, drafted=f"{localtime(drafts[item.ref]):%-d %B, %H:%M}")
        if item.ref in drafts
        else item
        for item in items
    ]


def _items_of(
    user: User, plan: Plan, period: ReportingPeriod, actions: list[Action], today: date
) -> list[UpdateItem]:
    known = _list_facts(user, plan, period, actions)
    made = [(_order(action, known), _item(plan, action, known, today)) for action in actions]
    return [item for _, item in sorted(made, key=lambda pair: pair[0])]


def _list_facts(
    user: User, plan: Plan, period: ReportingPeriod, actions: list[Action]
) -> _ListFacts:
    known = _ListFacts(
        plan_access(user, plan), period.pk, organisation_history(plan), period.first_day
    )
    updates = StatusUpdate.objects.about(actions).newest_first()
    for row in updates.current_or_in(period).values_list(*_SAID):
        one = UpdateColumns._make(row)
        known.said.setdefault(one.action, []).append(one)
    leads = ActionLead.objects.of_actions(actions)
    known.marks = end_marks([action.pk for action in actions])
    columns = (*_LEAD, "organisation__code", "organisation__name")
    for action, post, code, title, *organisation in leads.values_list(*columns):
        name = said_as(code or "", title or "", NamedOrganisation(*organisation))
        known.leads.setdefault(action, []).append((post, name))
    return known


def _current(action: Action, known: _ListFacts) -> list[UpdateColumns]:
    return [one for one in known.said.get(action.pk, []) if one.superseded_by is None]


def _order(action: Action, known: _ListFacts) -> tuple[int, date, int]:
    current = _current(action, known)
    worst = Status(current[0].status).badness if current else -1
    return (worst, action.agreed_end_month or action.end_month or date.max, action.order)


def _item(plan: Plan, action: Action, known: _ListFacts, today: date) -> UpdateItem:
    current = _current(action, known)
    standing_now = next((one for one in current if one.period == known.period), None)
    status = current[0].status if current else None
    worded = next((one for one in current if one.developments), None)
    answers = [
        one
        for one in known.said.get(action.pk, [])
        if one.period == known.period and one.kind in ANSWERS
    ]
    own = _own_answer(answers, known.mine.posts)
    returned = _return_note(_last_answer(current, known), known)
    return UpdateItem(
        slug=plan.slug,
        ref=action.ref,
        text=cut(one_line(action.text), 150),
        status=status,
        reason=current[0].reason if current else "",
        late=_late(action, status, today),
        ends=_ends(action),
        with_others=_others(action, known, answers),
        speaking_as=_speaking_as(known.leads.get(action.pk, []), known.mine),
        last_words=cut(one_line(worded.developments), 220) if worded else "",
        last_said=worded.on if worded else None,
        based_on=standing_now.pk if standing_now else None,
        done=_done_words(standing_now, own, known.history),
        returned=returned,
        can_confirm=status is not None and not returned,
        confirm_too=own is None,
        take_back=_to_take_back(standing_now, known.mine),
        marks=known.marks.get(action.pk, NO_MARKS),
    )


def _late(action: Action, status: str | None, today: date) -> str:
    late = lateness(action.agreed_end, status, today)
    if late:
        return late
    if should_have_started(action.start, status, today):
        return f"Should have started in {action.start_printed}"
    return ""


def _ends(action: Action) -> str:
    if action.agreed_end_month is None:
        return action.end_printed
    return f"{ends_now(action.agreed_end_month)} (in the plan: {action.end_printed})"


def _others(action: Action, known: _ListFacts, answers: list[UpdateColumns]) -> str:
    """The co-leads, each with its response. An organisation without a post cannot respond."""
    last = {one.post: one.on for one in reversed(answers) if one.post}
    others = [lead for lead in known.leads.get(action.pk, []) if lead[0] not in known.mine.posts]
    alone = [name for post, name in others if post is None]
    posts = [Confirmation(name, last.get(post)) for post, name in others if post]
    return " and ".join(filter(None, [co_lead_progress(posts), *alone]))


def _speaking_as(leads: Iterable[tuple[int | None, str]], mine: PlanAccess) -> str:
    """The post that the person answers for; empty for the holder of a single post."""
    if len(mine.posts) < 2 and not mine.deputy_for:
        return ""
    held = [(post, name) for post, name in leads if post in mine.posts]
    own = [name for post, name in held if post not in mine.deputy_for]
    stood_in_for = [f"{name} (deputy)" for post, name in held if post in mine.deputy_for]
    words = [f"as {' and '.join(own)}"] if own else []
    words += [f"for {' and '.join(stood_in_for)}"] if stood_in_for else []
    return ", ".join(words)


def _own_answer(answers: list[UpdateColumns], mine: Collection[int]) -> UpdateColumns | None:
    """The last update of the person's own posts, unless another lead has sent one since."""
    for one in answers:
        if one.post in mine:
            return one
        if one.kind == UpdateKind.UPDATE:
            return None
    return None


def _last_answer(current: list[UpdateColumns], known: _ListFacts) -> UpdateColumns | None:
    """The last answer of a lead up to the period: a return keeps its place until the next."""
    return next((one for one in current if one.kind in ANSWERS and one.month <= known.month), None)


def _to_take_back(current: UpdateColumns | None, mine: PlanAccess) -> int | None:
    """The update of one of the person's own posts that nobody has accepted or returned yet."""
    if current is None or current.kind not in ANSWERS or current.accepted is not None:
        return None
    return current.pk if current.post in mine.posts else None


def _return_note(current: UpdateColumns | None, known: _ListFacts) -> ReturnedNote | None:
    if current is None or current.accepted is not False or current.judged_at is None:
        return None
    own = current.post in known.mine.posts
    return ReturnedNote(
        to="you" if own else current.who(known.history),
        by=current.judge or "",
        when=current.judged_at,
        words=current.verdict or "",
        mine=own,
        period="" if current.period == known.period else f"{current.month:%B %Y}",
    )


def _done_words(
    current: UpdateColumns | None, own: UpdateColumns | None, history: OrganisationHistory
) -> str:
    """The response and its author: "No change, Head of SEN, 15 Nov"; empty if there is none."""
    if current is None or current.kind not in ANSWERS or current.accepted is False:
        return ""
    if own is None:
        return f"Updated by {current.who(history)}, {current.on:%-d %b}"
    what = "No change" if own.kind == UpdateKind.NO_CHANGE else "Sent"
    return f"{what}, {own.who(history)}, {own.on:%-d %b}"
