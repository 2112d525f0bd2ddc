"""The page of one action: its status by quarter, and its updates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from actions.domain.confirmations import Confirmation, confirmed_by
from actions.domain.enums import ANSWERS, Status, UpdateKind
from actions.domain.expected_status import lateness
from actions.domain.organisation_history import OrganisationHistory
from actions.domain.quarter_status import (
    QuarterStatus,
    StatusEntry,
    quarter_status,
    statuses_shown,
)
from actions.extension_points import ACTION_CARDS
from actions.models import Action, FileUpdate, ReportingPeriod, StatusUpdate
from actions.presenters.action_changes import ActionChanges, action_changes
from actions.presenters.action_work import ActionWork, work_on
from actions.presenters.attribution import (
    QuotedUpdate,
    author_of,
    parts_of,
    returned_note,
    words_of_return,
)
from actions.presenters.date_ledger import DateLedger, ledger_of
from actions.presenters.evidence import EvidencePermissions, measures_of
from actions.presenters.grid_quarters import GridQuarter, grid_quarters
from actions.presenters.my_options import (
    AnswerOption,
    CarriedReturn,
    CorrectionOption,
    CurrentAnswer,
    answer_option,
    correction_options,
)
from actions.selectors.organisation_names import organisation_history
from actions.selectors.periods import open_period, why_nothing_is_open
from actions.selectors.plan_cache import cached_for_plan
from actions.selectors.plan_periods import periods_of
from actions.selectors.post_holders import holdings_on
from actions.selectors.status_as_at import acceptance_of, entries_of
from wsoa.accounts.models import PostHolding, User
from wsoa.core.text import Paragraph, blocks, one_line


@dataclass(frozen=True, slots=True)
class ActionQuarter:
    """One quarter in the row of statuses on an action's page; without a status nothing was said."""

    label: str
    status: str | None
    now: bool
    not_accepted: bool = False
    reason: str = ""
    carried: bool = False  # the quarter has no update yet: it is the last status before it
    by_office: bool = False  # no lead has answered: the programme office recorded it


@dataclass(frozen=True, slots=True)
class UpdateEntry(QuotedUpdate):
    """One update on the page; the updates that it superseded are folded below it."""

    pk: int
    earlier: tuple[UpdateEntry, ...] = ()
    name: str = ""  # of who held the post then
    as_in: str = ""  # "July 2019", where the words are those said then
    returned_words: str = ""
    ask: str = ""


@dataclass(frozen=True, slots=True)
class LeadCard:
    """A lead of an action: the post, and who holds it today."""

    title: str
    code: str
    organisation: str
    holder: str
    deputy: str


@dataclass(frozen=True, slots=True)
class ActionRecord:
    """Every update of the action, rendered; cached until something is written to the plan."""

    html: str
    last_updates: dict[int, CurrentAnswer]  # by period
    returned: CarriedReturn | None  # the last answer of all, where it was returned
    confirmed: dict[tuple[int, int], date]  # by period and post: when it last said something
    statuses: dict[int, QuarterStatus]  # by quarter, in their order
    ledger: DateLedger
    has_evidence: bool
    notes: int  # internal ones


@dataclass(frozen=True, slots=True)
class EndDateOptions:
    """The person's options for the end date: request a new one, decide on the open request."""

    now_ends: str
    may_ask: bool
    to_decide: int | None
    waits: bool


@dataclass(frozen=True, slots=True)
class ActionPage:
    """An action's page: its status today, its dates, and what waits to be accepted."""

    heading: str
    more_text: bool
    status: str | None
    status_period: str
    carried: bool  # the quarter has no update yet: it is the last status before it
    by_office: bool  # no lead has answered: the programme office recorded it
    not_accepted: bool
    waits: str | None  # the status of a later update that waits to be accepted
    reason: str  # why the status is better than the dates allow
    waits_reason: str
    late: str
    ends: str
    dates: EndDateOptions
    quarters: tuple[ActionQuarter, ...]
    measures_and_updates: SafeString
    nothing_shown: bool  # complete, and no evidence of it
    leads: tuple[LeadCard, ...]
    confirmed_by: str
    answer: AnswerOption | None
    corrections: tuple[CorrectionOption, ...]
    cards: tuple[SafeString, ...]  # of other apps
    notes: str = ""  # the link to the internal notes, for those who can read them
    may_name: bool = False
    plan_changes: ActionChanges | None = None
    work: ActionWork | None = None


def action_page(action: Action, user: User, today: date) -> ActionPage:
    """The page of an action for a person; its updates are rendered once for everybody."""
    periods = periods_of(action.plan)
    open_now = open_period(periods, today)
    quarters = grid_quarters(periods, today)
    may = EvidencePermissions.of(user, action)
    rendered = _cached_record(action, may)
    now = next((quarter for quarter in quarters if quarter.now), None)
    in_order = tuple(quarter.pk for quarter in quarters)
    statuses = statuses_shown(rendered.statuses, in_order, now.pk if now else None)
    current = statuses.get(now.pk) if now else None
    text = blocks(action.text)
    return ActionPage(
        heading=text[0].text if isinstance(text[0], Paragraph) else one_line(action.text),
        more_text=len(text) > 1,
        status=current.status if current else None,
        status_period=now.label if now else "",
        carried=bool(current and current.carried),
        by_office=bool(current and current.by_office),
        not_accepted=bool(current and not current.accepted),
        waits=current.waits if current else None,
        reason=current.reason if current else "",
        waits_reason=current.waits_reason if current else "",
        late=lateness(action.agreed_end, current.status if current else None, today),
        ends=_ends(action),
        dates=_dates(action, user, rendered.ledger),
        quarters=tuple(_quarter_cell(quarter, statuses.get(quarter.pk)) for quarter in quarters),
        measures_and_updates=mark_safe(rendered.html),  # noqa: S308 (our own template)
        nothing_shown=_is_complete(current) and not rendered.has_evidence,
        leads=_leads(action, today),
        confirmed_by=_confirmed_by(action, rendered, open_now),
        answer=_answer(action, user, rendered, periods, today),
        corrections=correction_options(action, user, periods, today),
        cards=tuple(card(action, today) for card in ACTION_CARDS),
        notes=_notes_link(action, user, rendered.notes),
        may_name=user.has_perm("actions.manage_plan", action.plan),
        plan_changes=action_changes(action, user),
        work=work_on(action, user, today),
    )


def _cached_record(action: Action, may: EvidencePermissions) -> ActionRecord:
    return cached_for_plan(
        action.plan, "action", action.pk, may, make=lambda: _action_record(action, may)
    )


def _is_complete(current: QuarterStatus | None) -> bool:
    return current is not None and current.status == Status.COMPLETE


def _answer(
    action: Action, user: User, record: ActionRecord, periods: list[ReportingPeriod], today: date
) -> AnswerOption | None:
    why_not = why_nothing_is_open(periods, today)
    period = open_period(periods, today)
    return answer_option(action, user, record.last_updates, period, why_not, record.returned)


def _quarter_cell(quarter: GridQuarter, statuses: QuarterStatus | None) -> ActionQuarter:
    if statuses is None:
        return ActionQuarter(quarter.label, None, quarter.now)
    return ActionQuarter(
        quarter.label,
        statuses.status,
        quarter.now,
        not statuses.accepted,
        statuses.reason,
        statuses.carried,
        statuses.recorded_by_office,
    )


def _action_record(action: Action, may: EvidencePermissions) -> ActionRecord:
    measures = measures_of(action, may)
    updates = list(action.updates.with_people().with_verdicts().newest_first())
    current = _current(updates)
    history = organisation_history(action.plan)
    answers = (update for update in current if update.kind in ANSWERS)
    last_answer = next(answers, None)
    ledger = ledger_of(action, current)
    context = {
        "action": action,
        "plan": action.plan,
        "measures": measures,
        "updates": _update_entries(updates, history),
        "ledger": ledger,
    }
    return ActionRecord(
        html=get_template("actions/_measures_and_updates.html").render(context),
        last_updates={
            update.period_id: CurrentAnswer(
                status=update.status,
                kind=update.kind,
                by=update.by_id,
                post=update.post_id,
                sender=author_of(update, history),
                recorded_at=update.recorded_at,
                returned=returned_note(update, history),
                pk=update.pk,
                reviewed=acceptance_of(update) is not None,
            )
            for update in current
        },
        returned=CarriedReturn.of(last_answer, history) if last_answer else None,
        confirmed=_confirmed(updates),
        statuses=_statuses_by_quarter(updates),
        has_evidence=measures.has_evidence,
        ledger=ledger,
        notes=action.internal_notes.count(),
    )


def _notes_link(action: Action, user: User, count: int) -> str:
    if not user.has_perm("actions.see_notes", action):
        return ""
    return f"Internal notes: {count}" if count else "Add an internal note"


def _confirmed(updates: list[StatusUpdate]) -> dict[tuple[int, int], date]:
    answers = (update for update in reversed(updates) if update.kind in ANSWERS and update.post_id)
    return {
        (update.period_id, update.post_id or 0): localtime(update.recorded_at).date()
        for update in answers
    }


def _confirmed_by(action: Action, facts: ActionRecord, period: ReportingPeriod | None) -> str:
    """Each lead's response to the open period, where two or more posts lead."""
    if period is None:
        return ""
    posts = [lead.post for lead in action.leads.all() if lead.post]
    return confirmed_by(
        Confirmation(post.display_name, facts.confirmed.get((period.pk, post.pk))) for post in posts
    )


def _statuses_by_quarter(updates: list[StatusUpdate]) -> dict[int, QuarterStatus]:
    by_quarter: dict[int, list[StatusEntry]] = {}
    for word in entries_of(updates, {update.supersedes_id for update in updates}):
        by_quarter.setdefault(word.quarter, []).append(word)
    return {quarter: quarter_status(words) for quarter, words in by_quarter.items()}


def _ends(action: Action) -> str:
    month = action.end.month
    agreed = action.agreed_end_month
    if month and agreed:
        return f"The plan says it ends in {month.first_day:%B %Y}; now {agreed:%B %Y} is agreed."
    if month:
        return f"The plan says it ends in {month.first_day:%B %Y}."
    if action.end.kind == "ongoing":
        return "The plan gives the end as on-going, so the action is reviewed each quarter."
    return "The plan gives no end date."


def _dates(action: Action, user: User, ledger: DateLedger) -> EndDateOptions:
    movable = action.agreed_end.month is not None and ledger.open is None
    return EndDateOptions(
        now_ends=ledger.now,
        may_ask=movable and user.has_perm("actions.ask_for_date", action),
        to_decide=ledger.open if user.has_perm("actions.decide_on_date", action) else None,
        waits=ledger.open is not None,
    )


def _current(updates: list[StatusUpdate]) -> list[StatusUpdate]:
    superseded = {update.supersedes_id for update in updates}
    return [update for update in updates if update.pk not in superseded]


def _update_entries(
    updates: list[StatusUpdate], history: OrganisationHistory
) -> tuple[UpdateEntry, ...]:
    by_pk = {update.pk: update for update in updates}

    def chain(update: StatusUpdate) -> tuple[UpdateEntry, ...]:
        before = []
        while update.supersedes_id:
            update = by_pk[update.supersedes_id]
            if update.kind != UpdateKind.RECORDED:
                before.append(_update_entry(update, history, replaced=True))
        return tuple(before)

    current = _current(updates)
    return tuple(
        _update_entry(update, history, chain(update), as_in=_as_in(update)) for update in current
    )


def _as_in(update: StatusUpdate) -> str:
    """The month that all texts of the update were carried over from; empty otherwise."""
    months = {written.carried_from for written in update.texts if written.text}
    month = months.pop() if len(months) == 1 else None
    return f"{month.first_day:%B %Y}" if month else ""


def _update_entry(
    update: StatusUpdate,
    history: OrganisationHistory,
    earlier: tuple[UpdateEntry, ...] = (),
    replaced: bool = False,
    as_in: str = "",
) -> UpdateEntry:
    return UpdateEntry(
        **parts_of(update, history, replaced),
        pk=update.pk,
        earlier=earlier,
        name=_holder_who_sent(update),
        as_in=as_in,
        returned_words=words_of_return(update),
        ask=update.ask,
    )


def _holder_who_sent(update: StatusUpdate) -> str:
    """Who held the post then; nobody where the programme office uploaded it for the post."""
    file: FileUpdate | None = getattr(update, "from_file", None)
    if update.by is None or update.post is None or (file and file.on_behalf_of_id):
        return ""
    return update.by.name


def _leads(action: Action, today: date) -> tuple[LeadCard, ...]:
    posts = [lead.post_id for lead in action.leads.all() if lead.post_id]
    held = holdings_on(today, posts)
    holders = {holding.post_id: holding for holding in held if not holding.deputy}
    deputies = {holding.post_id: holding.holder for holding in held if holding.deputy}
    cards = []
    for lead in action.leads.all():
        holding = holders.get(lead.post_id) if lead.post_id else None
        cards.append(
            LeadCard(
                title=lead.post.title if lead.post else "",
                code=lead.code,
                organisation=lead.organisation.name,
                holder=_holder(holding) if lead.post else "The plan names no post",
                deputy=deputies.get(lead.post_id, "") if lead.post_id else "",
            )
        )
    return tuple(cards)


def _holder(holding: PostHolding | None) -> str:
    if holding is None:
        return "Nobody at present"
    if holding.since is None:
        return f"{holding.holder}, since before the plan"
    return f"{holding.holder}, since {holding.since:%-d %B %Y}"
