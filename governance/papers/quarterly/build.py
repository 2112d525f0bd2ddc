"""Building the quarterly update: one JSON document with everything that is printed.

The document is frozen when it is requested; the web page and the PDF are made from it alone. See
docs/adr/0027-a-publication-is-one-frozen-document.md.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import OuterRef, Subquery

from actions.domain.enums import Group, Status
from actions.domain.expected_status import expected_status, is_past_own_end_only, lateness
from actions.domain.organisation_history import OrganisationsAsAt
from actions.domain.status_counts import Counts
from actions.domain.update_texts import COMMENTARY_TEXTS
from actions.models import (
    Action,
    AreaCommentary,
    DateChange,
    Measure,
    Plan,
    ReportingPeriod,
    StatusUpdate,
)
from actions.selectors.key_posts import KeyPost, key_posts
from actions.selectors.organisation_names import changed_since, organisations_as_at
from actions.selectors.status_as_at import acceptance_of
from governance.domain.dates import day_words
from governance.papers.checks.figure_placeholders import figures, fill_known
from governance.papers.document.frozen import canonical, refused_in_words
from governance.papers.document.schema import (
    VERSION,
    ActionCounts,
    ActionEntry,
    AreaEntry,
    CommentaryText,
    GroupPercentages,
    OutcomeEntry,
    PeriodName,
    PlanHeader,
    PlanTerms,
    PostEntry,
    ProgrammeText,
    QuarterBefore,
    QuarterCell,
    QuarterHeader,
    Quarterly,
    StatusCount,
    StatusReason,
    TermEntry,
    TitledText,
    UpdateText,
)
from governance.papers.quarterly.quarter_updates import (
    ActionInQuarter,
    UpdatesByQuarter,
    updates_by_quarter,
)
from governance.selectors.commentary import programme_commentary
from wsoa.core.months import DateKind, Month, PlanDate


def as_at_of(period: ReportingPeriod, today: date) -> date:
    """The day whose data a document of that period shows if it is made today."""
    return min(today, period.closes)


@refused_in_words()
def build_quarterly(
    plan: Plan,
    period: ReportingPeriod,
    today: date,
    leads: Sequence[KeyPost] | None = None,
    *,
    said: UpdatesByQuarter | None = None,
) -> Quarterly:
    """The quarterly update of a plan, as at today or as at the close of the period.

    Later quarters have no status in it, even if one has been reported since. A constant number of
    queries. `leads` are the post holders on that day, if the caller has them already; `said`
    replaces the updates if not all texts may be printed. Placeholders in texts are filled in.
    """
    as_at = as_at_of(period, today)
    periods = [
        quarter for quarter in plan.periods.all() if quarter.kind == ReportingPeriod.Kind.QUARTER
    ]
    said = updates_by_quarter(plan, period, periods) if said is None else said
    now = {action: quarters.get(period.key) for action, quarters in said.items()}
    before = next(
        (earlier for earlier in reversed(periods) if earlier.first_day < period.first_day), None
    )
    actions = _actions(plan, as_at)
    measures = _measures(plan)
    entries = {
        action.pk: _action_entry(
            action, measures[action.pk], said.get(action.pk, {}), periods, period, as_at
        )
        for action in actions
    }
    statuses = {action.pk: _status(now.get(action.pk)) for action in actions}
    counts = counts_of(statuses.values())
    late = {entry.ref for entry in entries.values() if entry.late}
    agreed_later = (action for action in actions if _is_agreed_later(action, statuses, as_at))
    programme = programme_commentary(period)
    return Quarterly(
        schema_=VERSION,
        paper="quarterly",
        title=f"{period.first_day:%B %Y} update",
        plan=plan_header(plan),
        period=PeriodName(key=period.key, label=period.label, name=f"{period.first_day:%B %Y}"),
        as_at=as_at.isoformat(),
        as_at_words=day_words(as_at),
        illustrative=plan.illustrative,
        wording_note=plan.wording_note,
        terms=PlanTerms(
            areas=plan.terms.get("areas", "areas"),
            measures=plan.terms.get("measures", "Measures of success"),
        ),
        counts=counts,
        unsettled=sum(in_quarter.stands.unsettled for in_quarter in now.values() if in_quarter),
        by_office=sum(in_quarter.stands.by_office for in_quarter in now.values() if in_quarter),
        late=len(late),
        late_refs=_longest_overdue_first(action for action in actions if action.ref in late),
        agreed_later_refs=tuple(action.ref for action in agreed_later),
        before=_before(before, [said.get(action.pk, {}) for action in actions]) if before else None,
        key=key_of(statuses.values()),
        quarters=_quarter_headers(periods, period),
        programme=ProgrammeText(
            text=fill_known(programme.programme, figures(counts)), source=programme.source
        ),
        areas=_areas(plan, period, as_at, counts, actions, entries, statuses),
        posts=_posts(key_posts(plan, as_at) if leads is None else leads),
        glossary=tuple(
            TermEntry(term=term, meaning=meaning)
            for term, meaning in plan.glossary.values_list("term", "meaning")
        ),
    )


def _quarter_headers(
    quarters: Iterable[ReportingPeriod], period: ReportingPeriod
) -> tuple[QuarterHeader, ...]:
    return tuple(
        QuarterHeader(
            key=quarter.key,
            label=quarter.label,
            now=quarter == period,
            coming=quarter.first_day > period.first_day,
        )
        for quarter in quarters
    )


def content_hash(document: Quarterly, renderer: str) -> str:
    """SHA-256 of the document and the renderer's version: an equal hash means an equal file."""
    return hashlib.sha256(f"{renderer}\n{canonical(document)}".encode()).hexdigest()


def _actions(plan: Plan, as_at: date) -> list[Action]:
    """The actions with `agreed_to`: the last end agreed by that day, if not the planned end."""
    changes = DateChange.objects.agreed_by(as_at).filter(action=OuterRef("pk"))
    agreed = Subquery(changes.reverse().values("to_month")[:1])
    return list(plan.actions.in_plan_order().select_related("outcome").annotate(agreed_to=agreed))


def _agreed(action: Action) -> Month | None:
    to: date | None = getattr(action, "agreed_to", None)
    return Month.of(to) if to else None


def _measures(plan: Plan) -> dict[int, list[str]]:
    measures: dict[int, list[str]] = defaultdict(list)
    rows = Measure.objects.filter(action__plan=plan).order_by("action", "order")
    for action, text in rows.values_list("action", "text"):
        measures[action].append(text)
    return measures


def _areas(
    plan: Plan,
    period: ReportingPeriod,
    as_at: date,
    counts: ActionCounts,
    actions: Sequence[Action],
    entries: Mapping[int, ActionEntry],
    statuses: Mapping[int, str | None],
) -> tuple[AreaEntry, ...]:
    """The areas with their officers, under the organisation's name as at the day, and their
    commentary for the period. Two queries; two more where an organisation has changed since.
    """
    current = {row.area_id: row for row in AreaCommentary.objects.current().of(period)}
    organisation = ("responsible__organisation", "responsible__organisation__name")
    person = ("responsible__name", "responsible__title", *organisation)
    area = plan.local_area_id
    found = plan.areas.annotate(changed=changed_since(area, as_at))
    rows = found.order_by("order", "responsible__order").values_list(
        *("changed", "pk", "ref", "title", "finding", "note"), *person
    )
    has_changes = any(changed for changed, *_ in rows)
    then = organisations_as_at(area, as_at) if has_changes else OrganisationsAsAt()
    responsible: dict[int, list[str]] = defaultdict(list)
    areas = {}
    for _, pk, *values, name, post, of, of_name in rows:
        areas[pk] = values
        responsible[pk] += [f"{name}, {post}, {then.name_of(of, of_name)}"] if name else []
    of_area: dict[int, list[Action]] = defaultdict(list)
    for action in actions:
        of_area[action.outcome.area_id].append(action)
    made = []
    for pk, (ref, title, finding, note) in areas.items():
        own = counts_of(statuses[action.pk] for action in of_area[pk])
        made.append(
            AreaEntry(
                ref=ref,
                title=title,
                finding=finding,
                note=note,
                responsible=tuple(responsible[pk]),
                commentary=_commentary(current.get(pk), figures(counts, own)),
                counts=own,
                outcomes=_outcomes(of_area[pk], entries),
            )
        )
    return tuple(made)


def _commentary(
    commentary: AreaCommentary | None, known: Mapping[str, str]
) -> CommentaryText | None:
    """An area's commentary with its {placeholders} filled in; None where there is none."""
    if commentary is None:
        return None
    filled = tuple(
        TitledText(title=text.title, text=fill_known(written, known) or text.missing)
        for text, written in zip(COMMENTARY_TEXTS, commentary.texts.values(), strict=True)
    )
    return CommentaryText(parts=filled, source=commentary.source)


def _outcomes(
    actions: Sequence[Action], entries: Mapping[int, ActionEntry]
) -> tuple[OutcomeEntry, ...]:
    outcomes = {action.outcome_id: action.outcome for action in actions}
    return tuple(
        OutcomeEntry(
            ref=outcome.ref,
            title=outcome.title,
            description=outcome.description,
            note=outcome.note,
            actions=tuple(
                entries[action.pk] for action in actions if action.outcome_id == outcome.pk
            ),
        )
        for outcome in outcomes.values()
    )


def _action_entry(
    action: Action,
    measures: list[str],
    in_quarters: dict[str, ActionInQuarter],
    periods: list[ReportingPeriod],
    period: ReportingPeriod,
    as_at: date,
) -> ActionEntry:
    now = in_quarters.get(period.key)
    agreed = _agreed(action)
    end = PlanDate(DateKind.MONTH, agreed) if agreed else action.end
    return ActionEntry(
        ref=action.ref,
        text=action.text,
        note=action.note,
        start=action.start_printed,
        end=action.end_printed,
        end_agreed=agreed.printed if agreed else "",
        late=lateness(end, _status(now), as_at),
        lead=action.leads_printed,
        measures_intro=action.measures_intro,
        measures=tuple(measures),
        quarters=tuple(
            _quarter(in_quarters.get(quarter.key), quarter, period) for quarter in periods
        ),
        reason=_reason(action, end, now, as_at),
        said=_update_text(now.worded) if now and now.worded else None,
        text_left_out=bool(now and now.kept_back),
    )


def _quarter(
    in_quarter: ActionInQuarter | None, quarter: ReportingPeriod, period: ReportingPeriod
) -> QuarterCell:
    return QuarterCell(
        period=quarter.label,
        status=_status(in_quarter),
        label=Status(in_quarter.stands.status).label if in_quarter else "",
        not_accepted=bool(in_quarter and not in_quarter.stands.accepted),
        reason=in_quarter.stands.reason if in_quarter else "",
        risk=bool(in_quarter and in_quarter.stands.risk),
        unchanged=bool(in_quarter and in_quarter.unchanged),
        now=quarter == period,
        by_office=bool(in_quarter and in_quarter.stands.by_office),
    )


def _reason(
    action: Action, end: PlanDate, in_quarter: ActionInQuarter | None, as_at: date
) -> StatusReason | None:
    """The reason for a status better than the dates allow, with the dates' status, or None."""
    if in_quarter is None or not in_quarter.stands.reason:
        return None
    status = Status(in_quarter.stands.status)
    dates = expected_status(action.start, end, status, as_at)
    return StatusReason(
        dates=dates.why if dates.is_better else "",
        status=status.label,
        text=in_quarter.stands.reason,
    )


def _update_text(update: StatusUpdate) -> UpdateText:
    return UpdateText(
        parts=tuple(
            TitledText(title=written.title, text=written.text or written.missing)
            for written in update.texts
        ),
        post=update.post.title if update.post else "",
        not_accepted=not acceptance_of(update),
        illustrative=update.illustrative,
    )


def _status(in_quarter: ActionInQuarter | None) -> str | None:
    return in_quarter.stands.status if in_quarter else None


def plan_header(plan: Plan) -> PlanHeader:
    """The plan's name and dates as every document prints them."""
    return PlanHeader(
        slug=plan.slug,
        title=plan.title,
        short_title=plan.short_title,
        local_area=plan.local_area.name,
        source=plan.source,
    )


def counts_of(statuses: Iterable[str | None]) -> ActionCounts:
    counts = Counts.of(statuses)
    percentages = counts.percentages()
    return ActionCounts(
        total=counts.total,
        said=counts.said,
        without=counts.without,
        behind=counts.behind,
        to_plan=counts.to_plan,
        complete=counts.complete,
        per_cent=GroupPercentages(
            behind=percentages[Group.BEHIND],
            to_plan=percentages[Group.TO_PLAN],
            complete=percentages[Group.COMPLETE],
        ),
    )


def counts_by_area(period: ReportingPeriod) -> dict[int | None, ActionCounts]:
    """The counts in a document of the quarter: by area, and under None for the plan."""
    updates = updates_by_quarter(period.plan, period, [period])
    areas = period.plan.areas.values_list("pk", flat=True)
    statuses: dict[int | None, list[str | None]] = {place: [] for place in (None, *areas)}
    for pk, area in period.plan.actions.values_list("pk", "outcome__area"):
        word = updates.get(pk, {}).get(period.key)
        status = word.stands.status if word else None
        statuses[area].append(status)
        statuses[None].append(status)
    return {place: counts_of(statuses_of_place) for place, statuses_of_place in statuses.items()}


def _before(period: ReportingPeriod, by_action: list[dict[str, ActionInQuarter]]) -> QuarterBefore:
    """The previous quarter's counts, for "14 in July 2019"."""
    counts = counts_of(_status(quarters.get(period.key)) for quarters in by_action)
    return QuarterBefore(label=period.label, **dict(counts))


def key_of(statuses: Iterable[str | None]) -> tuple[StatusCount, ...]:
    """The statuses in order, with their words and the number of actions."""
    by_status = Counts.of(statuses).by_status
    return tuple(
        StatusCount(
            code=status.value, label=status.label, words=status.words, count=by_status[status]
        )
        for status in Status
    )


def _is_agreed_later(action: Action, statuses: Mapping[int, str | None], as_at: date) -> bool:
    """Whether it is past the plan's own end month and not late: a later end was agreed."""
    agreed = _agreed(action)
    end = PlanDate(DateKind.MONTH, agreed) if agreed else action.end
    return is_past_own_end_only(action.end, end, statuses[action.pk], as_at)


def _longest_overdue_first(late: Iterable[Action]) -> tuple[str, ...]:
    """The references of actions that are past their end and not complete."""
    ends = {action.ref: _agreed(action) or action.end.month for action in late}
    return tuple(sorted(ends, key=lambda ref: str(ends[ref])))


def _posts(leads: Iterable[KeyPost]) -> tuple[PostEntry, ...]:
    return tuple(
        PostEntry(
            code=lead.code.replace("-", " - ", 1),
            title=lead.title,
            organisation=lead.organisation,
            holder=lead.holder,
            note=lead.note,
        )
        for lead in leads
    )
