"""The review page: updates to accept or return, each beside the previous one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.db.models import prefetch_related_objects
from django.urls import reverse

from actions.domain.enums import Status, UpdateKind
from actions.domain.expected_status import lateness
from actions.domain.organisation_history import OrganisationHistory
from actions.models import Action, AreaOfWeakness, Plan, ReportingPeriod, StatusUpdate, Verdict
from actions.presenters.attribution import QuotedUpdate, parts_of
from actions.presenters.change_account import ChangeAccount, change_account
from actions.presenters.date_ledger import ends_now
from actions.selectors.change_grounds import grounds_of_many
from actions.selectors.organisation_names import organisation_history
from actions.selectors.reviewers import Reviewers, areas_reviewed_by
from wsoa.accounts.models import User
from wsoa.core.text import one_line

ONLY_YOU = (
    "Nobody else can accept it at present. If you accept it, the record shows that the same "
    "person sent it and accepted it."
)


@dataclass(frozen=True, slots=True)
class UpdateFlag:
    """What to look at before an update is accepted: "2 months late", "No evidence"."""

    text: str
    is_bad: bool = True


@dataclass(frozen=True, slots=True)
class WaitingUpdate:
    """An update to review, beside the previous one."""

    pk: int
    slug: str
    ref: str
    text: str
    leads: str
    end: str
    recorded: str | None  # what the programme office recorded for the same period
    old: QuotedUpdate | None
    new: QuotedUpdate
    whole_text: str
    measures: tuple[str, ...]
    flags: tuple[UpdateFlag, ...]
    change: ChangeAccount | None  # what it said for its status, where that needed anything
    own: str = ""  # where the reader sent it themselves: who accepts it
    judged_by_others: bool = False  # then it is not theirs to accept or return

    @property
    def anchor(self) -> str:
        return f"w{self.pk}"

    @property
    def action_href(self) -> str:
        return reverse("action", args=[self.slug, self.ref])

    @property
    def return_href(self) -> str:
        return reverse("return-update", args=[self.slug, self.pk])


@dataclass(frozen=True, slots=True)
class MissingUpdate:
    """An action without a response in the open period, or with a returned one only."""

    ref: str
    text: str
    leads: str
    end: str
    returned: bool


@dataclass(frozen=True, slots=True)
class AreaChoice:
    """An area of weakness in the filter of updates that wait to be accepted."""

    label: str
    href: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The updates for one person to review, in all their areas or in the selected one."""

    address: str  # with the filter, for forms
    query: str  # the filter alone
    areas: tuple[AreaChoice, ...]
    waiting: tuple[WaitingUpdate, ...]
    period: str
    missing: tuple[MissingUpdate, ...]
    asked: int
    ticked: frozenset[int] = frozenset()

    @property
    def to_tick(self) -> int:
        """The number of updates that the person can accept, without their own."""
        return sum(not update.judged_by_others for update in self.waiting)

    @property
    def all_ticked(self) -> bool:
        return 0 < self.to_tick == len(self.ticked)

    @property
    def tick_all(self) -> str:
        """The address of the page with everything selected; without, if everything is."""
        if self.all_ticked:
            return f"{self.address}#accept-many"
        return f"{self.address}{'&' if self.query else '?'}tick=all#accept-many"


def review(
    user: User,
    plan: Plan,
    area: str,
    today: date,
    ticked: Iterable[int] = (),
    *,
    tick_all: bool = False,
) -> ReviewPage:
    """The whole page. A fixed number of queries for any number of updates."""
    areas = areas_reviewed_by(user, plan)
    found = StatusUpdate.objects.to_judge(plan).in_areas([reviewed.pk for reviewed in areas])
    updates = list(found.for_review())
    chosen = [reviewed for reviewed in areas if reviewed.ref == area] if area else areas
    shown = [
        update
        for update in updates
        if update.action.outcome.area_id in {choice.pk for choice in chosen}
    ]
    period = plan.periods.open_on(today).last()
    missing, asked = _missing(plan, period, chosen) if period else ([], 0)
    waiting = waiting_of(user, plan, shown, today)
    own = {update.pk for update in waiting if update.judged_by_others}
    wanted = {update.pk for update in waiting} if tick_all else set(ticked)
    return ReviewPage(
        address=address(plan, area),
        query=f"?{urlencode({'area': area})}" if area else "",
        areas=_choices(plan, areas, updates, area),
        waiting=tuple(waiting),
        period=f"{period.first_day:%B %Y}" if period else "",
        missing=tuple(missing),
        asked=asked,
        ticked=frozenset(wanted - own),
    )


def address(plan: Plan, area: str) -> str:
    """The address of the page, with the filter by area where there is one."""
    href = reverse("review", args=[plan.slug])
    return f"{href}?{urlencode({'area': area})}" if area else href


def waiting_of(
    user: User, plan: Plan, updates: list[StatusUpdate], today: date
) -> list[WaitingUpdate]:
    """The updates, each beside the previous one. Eight queries for any number."""
    judges = Reviewers.of(plan.pk)
    before: dict[int, list[StatusUpdate]] = {}
    actions = [update.action for update in updates]
    prefetch_related_objects(actions, "measures")
    earlier = StatusUpdate.objects.about(actions).that_may_count().with_people().with_verdicts()
    for update in earlier.newest_first():
        before.setdefault(update.action_id, []).append(update)
    history = organisation_history(plan)
    complete = [update.action_id for update in updates if update.status == Status.COMPLETE]
    proven = plan.actions.of_keys(complete).with_evidence_shown().values_list("pk", "shown")
    unproven = {pk for pk, shown in proven if not shown}
    grounds = grounds_of_many((update.action_id, update.period) for update in updates)
    waiting = [
        _waiting(
            plan,
            update,
            before.get(update.action_id, []),
            history,
            _flags(update, today, unproven),
            change_account(update, grounds[update.action_id, update.period_id]),
        )
        for update in updates
    ]
    return [
        _if_own(shown, judges.besides(user, update)) if update.by_id == user.pk else shown
        for shown, update in zip(waiting, updates, strict=True)
    ]


def _flags(update: StatusUpdate, today: date, unproven: set[int]) -> tuple[UpdateFlag, ...]:
    late = lateness(update.action.agreed_end, update.status, today)
    flags = [UpdateFlag(late)] if late else []
    if update.action_id in unproven and not update.evidence.strip():
        flags.append(UpdateFlag("Complete, no evidence"))
    if update.significant_risk:
        flags.append(UpdateFlag("Significant risk"))
    return tuple(flags)


def _if_own(waiting: WaitingUpdate, others: tuple[User, ...]) -> WaitingUpdate:
    names = " or ".join(other.name for other in others)
    words = f"{names} can accept it or return it." if names else ONLY_YOU
    return replace(waiting, own=f"You sent this yourself. {words}", judged_by_others=bool(others))


def _waiting(
    plan: Plan,
    update: StatusUpdate,
    earlier_updates: list[StatusUpdate],
    history: OrganisationHistory,
    flags: tuple[UpdateFlag, ...],
    change: ChangeAccount | None,
) -> WaitingUpdate:
    replaced = update.supersedes
    recorded = None
    if replaced is not None and replaced.kind == UpdateKind.RECORDED:
        recorded = replaced.status
    old = _counted_before(update, earlier_updates)
    if replaced is not None and _verdict(replaced) is False:
        flags = (*flags, UpdateFlag("Returned before", is_bad=False))
    action = update.action
    new = QuotedUpdate(**parts_of(update, history))
    if any(written.carried_from and written.text for written in new.texts):
        flags = (*flags, UpdateFlag("Text carried over", is_bad=False))
    return WaitingUpdate(
        pk=update.pk,
        slug=plan.slug,
        ref=action.ref,
        text=action.title,
        leads=action.leads_printed,
        end=_end_in_words(action),
        recorded=recorded,
        old=QuotedUpdate(**parts_of(old, history, replaced=old.period == update.period))
        if old
        else None,
        new=new,
        whole_text=one_line(action.text),
        measures=tuple(one_line(measure.text) for measure in action.measures.all()),
        flags=flags,
        change=change,
    )


def _counted_before(
    update: StatusUpdate, earlier_updates: Iterable[StatusUpdate]
) -> StatusUpdate | None:
    """What counts without the update, of updates that may, the newest first: the last accepted one
    of its period, or else the last accepted or else the last one of an earlier period.

    What was sent before it in the same period and was never accepted was never a status.
    """
    first = update.period.first_day
    own = [
        one for one in earlier_updates if one.period_id == update.period_id and one.pk != update.pk
    ]
    earlier = [one for one in earlier_updates if one.period.first_day < first]
    last = [one for one in earlier if one.period_id == earlier[0].period_id]
    accepted = (one for one in (*own, *last) if _verdict(one))
    return next(accepted, last[0] if last else None)


def _verdict(update: StatusUpdate) -> bool | None:
    """Whether it was accepted; None where it has no verdict."""
    verdict: Verdict | None = getattr(update, "verdict", None)
    return verdict.accepted if verdict else None


def _end_in_words(action: Action) -> str:
    """ "Nov 2019 (in the plan: Sept 2019)", where another end has been agreed."""
    now = ends_now(action.agreed_end_month)
    return f"{now} (in the plan: {action.end_printed})" if now else action.end_printed


def _choices(
    plan: Plan, areas: list[AreaOfWeakness], updates: list[StatusUpdate], chosen: str
) -> tuple[AreaChoice, ...]:
    """A choice for each area and one for all; none where there is only one area."""
    if len(areas) < 2:
        return ()
    counts = {area.pk: 0 for area in areas}
    for update in updates:
        counts[update.action.outcome.area_id] += 1
    everything = AreaChoice("All areas", address(plan, ""), len(updates), not chosen)
    return (
        everything,
        *(
            AreaChoice(
                f"{area.ref}. {area.title}",
                address(plan, area.ref),
                counts[area.pk],
                area.ref == chosen,
            )
            for area in areas
        ),
    )


def _missing(
    plan: Plan, period: ReportingPeriod, areas: list[AreaOfWeakness]
) -> tuple[list[MissingUpdate], int]:
    """The actions of these areas without a response, and the number asked about."""
    before = plan.periods.before(period).last()
    asked = plan.actions.due_in(period, before).answered_in(period).returned_in(period)
    rows: list[Action] = list(asked.in_areas(reviewed.pk for reviewed in areas).in_plan_order())
    silent = [
        MissingUpdate(
            ref=action.ref,
            text=action.title,
            leads=action.leads_printed,
            end=_end_in_words(action),
            returned=getattr(action, "returned", False),
        )
        for action in rows
        if not getattr(action, "answered", False)
    ]
    return silent, len(rows)
