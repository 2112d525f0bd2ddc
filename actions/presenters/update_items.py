"""One action in the list of updates: what it needs, who has answered, and what was last written."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.timezone import localtime

from actions.domain.confirmations import Confirmation, co_lead_progress
from actions.domain.enums import ANSWERS, Status, UpdateKind
from actions.domain.expected_status import lateness, should_have_started
from actions.domain.kinds.scale import FIVE, StatusScale
from actions.domain.organisation_history import OrganisationHistory
from actions.models import Action, Plan, ReportingPeriod
from actions.presenters.attribution import ReturnedNote
from actions.presenters.date_ledger import ends_now
from actions.presenters.end_marks import NO_MARKS, EndMarks
from actions.presenters.update_columns import (
    ListFacts,
    UpdateColumns,
    current_updates,
    list_facts,
)
from actions.rules import PlanAccess
from actions.selectors.updates import drafts_of
from wsoa.accounts.models import User
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
    last_text: str
    last_written: date | None
    based_on: int | None
    done: str
    returned: ReturnedNote | None
    can_confirm: bool
    confirm_too: bool
    take_back: int | None = None  # the update that its lead can still take back
    scale: StatusScale = FIVE  # of its plan
    drafted: str = ""  # when update's own draft was last kept
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


def period_before(period: ReportingPeriod) -> ReportingPeriod | None:
    """The plan's period before this one, or None for its first."""
    return period.plan.periods.before(period).last()


def asked_of(user: User, plan: Plan, period: ReportingPeriod, today: date) -> list[UpdateItem]:
    """The actions that the period asks a person about, worst first."""
    led = plan.actions.led_by(user, today)
    asked = list(led.due_in(period, period_before(period)))
    return items_of(user, plan, period, asked, today)


def items_of(
    user: User, plan: Plan, period: ReportingPeriod, actions: list[Action], today: date
) -> list[UpdateItem]:
    """The items of these actions, worst first, then by end date. Five queries for any number."""
    return with_drafts(user, plan, items_without_drafts(user, plan, period, actions, today))


def with_drafts(user: User, plan: Plan, items: Iterable[UpdateItem]) -> list[UpdateItem]:
    """The items, each with the time at which the person's own draft of it was last kept."""
    drafts = drafts_of(user, plan)
    return [
        replace(item, drafted=f"{localtime(drafts[item.ref]):%-d %B, %H:%M}")
        if item.ref in drafts
        else item
        for item in items
    ]


def items_without_drafts(
    user: User, plan: Plan, period: ReportingPeriod, actions: list[Action], today: date
) -> list[UpdateItem]:
    """What everybody who holds the same posts sees of these actions."""
    known = list_facts(user, plan, period, actions)
    made = [(_order(action, known), _item(plan, action, known, today)) for action in actions]
    return [item for _, item in sorted(made, key=lambda pair: pair[0])]


def _order(action: Action, known: ListFacts) -> tuple[int, date, int]:
    current = current_updates(action, known)
    worst = Status(current[0].status).badness if current else -1
    return (worst, action.agreed_end_month or action.end_month or date.max, action.order)


def _item(plan: Plan, action: Action, known: ListFacts, today: date) -> UpdateItem:
    current = current_updates(action, known)
    answered = next((update for update in current if update.period == known.period), None)
    status = current[0].status if current else None
    written = next((update for update in current if update.developments), None)
    answers = [
        update
        for update in known.updates.get(action.pk, [])
        if update.period == known.period and update.kind in ANSWERS
    ]
    own = _own_answer(answers, known.mine.posts)
    returned = _return_note(_last_answer(current, known), known)
    return UpdateItem(
        slug=plan.slug,
        scale=plan.scale,
        ref=action.ref,
        text=cut(one_line(action.text), 150),
        status=status,
        reason=current[0].reason if current else "",
        late=_late(action, status, today),
        ends=_ends(action),
        with_others=_others(action, known, answers),
        speaking_as=_speaking_as(known.leads.get(action.pk, []), known.mine),
        last_text=cut(one_line(written.developments), 220) if written else "",
        last_written=written.on if written else None,
        based_on=answered.pk if answered else None,
        done=_done_words(answered, own, known.history),
        returned=returned,
        can_confirm=status is not None and not returned,
        confirm_too=own is None,
        take_back=_to_take_back(answered, known.mine),
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


def _others(action: Action, known: ListFacts, answers: list[UpdateColumns]) -> str:
    """The co-leads, each with its response. An organisation without a post cannot respond."""
    last = {update.post: update.on for update in reversed(answers) if update.post}
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
    for update in answers:
        if update.post in mine:
            return update
        if update.kind == UpdateKind.UPDATE:
            return None
    return None


def _last_answer(current: list[UpdateColumns], known: ListFacts) -> UpdateColumns | None:
    """The last answer of a lead up to the period: a return keeps its place until the next."""
    up_to_now = (update for update in current if update.month <= known.month)
    return next((update for update in up_to_now if update.kind in ANSWERS), None)


def _to_take_back(current: UpdateColumns | None, mine: PlanAccess) -> int | None:
    """The update of one of the person's own posts that nobody has accepted or returned yet."""
    if current is None or current.kind not in ANSWERS or current.accepted is not None:
        return None
    return current.pk if current.post in mine.posts else None


def _return_note(current: UpdateColumns | None, known: ListFacts) -> ReturnedNote | None:
    if current is None or current.accepted is not False or current.judged_at is None:
        return None
    own = current.post in known.mine.posts
    return ReturnedNote(
        to="you" if own else current.sender(known.history),
        by=current.judge or "",
        when=current.judged_at,
        reason=current.verdict or "",
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
        return f"Updated by {current.sender(history)}, {current.on:%-d %b}"
    what = "No change" if own.kind == UpdateKind.NO_CHANGE else "Sent"
    return f"{what}, {own.sender(history)}, {own.on:%-d %b}"
