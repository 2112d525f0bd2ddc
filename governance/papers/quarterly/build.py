"""Building the quarterly update: one JSON document with everything that is printed.

The document is frozen when it is requested; the web page and the PDF are made from it alone. See
docs/adr/0027-a-publication-is-one-frozen-document.md.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from actions.domain.enums import Group
from actions.domain.expected_status import is_past_own_end_only
from actions.domain.kinds.scale import StatusScale
from actions.domain.organisation_history import OrganisationsAsAt
from actions.domain.status_counts import Counts
from actions.domain.update_texts import COMMENTARY_TEXTS
from actions.models import (
    Action,
    AreaCommentary,
    AreaOfWeakness,
    Plan,
    ReportingPeriod,
)
from actions.selectors.key_posts import KeyPost, key_posts
from actions.selectors.organisation_names import changed_since, organisations_as_at
from governance.domain.dates import day_words
from governance.papers.checks.figure_placeholders import figures, fill_known
from governance.papers.document.frozen import canonical, refused_in_words
from governance.papers.document.parts import VERSION
from governance.papers.document.scales import StatusCount, key_of_scale
from governance.papers.document.schema import (
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
    QuarterHeader,
    Quarterly,
    TermEntry,
    TitledText,
)
from governance.papers.quarterly.action_entries import action_entries
from governance.papers.quarterly.quarter_facts import (
    QuarterFacts,
    actions_of,
    agreed_end,
    status_in,
)
from governance.papers.quarterly.quarter_updates import UpdatesByQuarter, updates_by_quarter
from governance.selectors.commentary import programme_commentary
from wsoa.core.clock import today
from wsoa.core.months import DateKind, PlanDate


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
    updates: UpdatesByQuarter | None = None,
) -> Quarterly:
    """The quarterly update of a plan, as at today or as at the close of the period.

    Later quarters have no status in it, even if one has been reported since. A constant number of
    queries. `leads` are the post holders on that day, if the caller has them already; `updates`
    replaces the updates if not all texts may be printed. Placeholders in texts are filled in.
    """
    as_at = as_at_of(period, today)
    quarters = [
        quarter for quarter in plan.periods.all() if quarter.kind == ReportingPeriod.Kind.QUARTER
    ]
    if updates is None:
        updates = updates_by_quarter(plan, period, quarters)
    facts = QuarterFacts(plan, period, as_at, quarters, updates, actions_of(plan, as_at))
    return _document(facts, key_posts(plan, as_at) if leads is None else leads)


def _document(facts: QuarterFacts, leads: Iterable[KeyPost]) -> Quarterly:
    plan, period, as_at = facts.plan, facts.period, facts.as_at
    entries = action_entries(facts)
    statuses = [facts.status_of(action) for action in facts.actions]
    counts = counts_of(statuses)
    late = [action for action in facts.actions if entries[action.pk].late]
    agreed_later = (action for action in facts.actions if _is_agreed_later(action, facts))
    document = Quarterly(
        schema_=VERSION,
        paper="quarterly",
        title=f"{period.first_day:%B %Y} update",
        plan=plan_header(plan),
        period=PeriodName(key=period.key, label=period.label, name=f"{period.first_day:%B %Y}"),
        as_at=as_at.isoformat(),
        as_at_words=day_words(as_at),
        illustrative=plan.illustrative,
        wording_note=plan.wording_note,
        terms=_terms(plan),
        counts=counts,
        unsettled=sum(action.entry.unsettled for action in facts.current),
        by_office=sum(action.entry.recorded_by_office for action in facts.current),
        late=len(late),
        late_refs=_longest_overdue_first(late),
        agreed_later_refs=tuple(action.ref for action in agreed_later),
        before=_before(facts),
        key=key_of(statuses, plan.scale),
        quarters=_quarter_headers(facts.quarters, period),
        programme=_programme(period, counts),
        areas=_areas(facts, counts, entries),
        posts=_posts(leads),
        glossary=_glossary(plan),
    )
    carried = sum(action.carried for action in facts.current)
    return document.with_values(carried=carried) if carried else document


def _terms(plan: Plan) -> PlanTerms:
    return PlanTerms(areas=plan.printed_terms.areas, measures=plan.printed_terms.measures)


def _programme(period: ReportingPeriod, counts: ActionCounts) -> ProgrammeText:
    commentary = programme_commentary(period)
    return ProgrammeText(
        text=fill_known(commentary.programme, figures(counts)), source=commentary.source
    )


def _glossary(plan: Plan) -> tuple[TermEntry, ...]:
    return tuple(
        TermEntry(term=term, meaning=meaning)
        for term, meaning in plan.glossary.values_list("term", "meaning")
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


@dataclass(frozen=True, slots=True)
class _AreaHeader:
    """An area, with who is responsible for it."""

    ref: str
    title: str
    finding: str
    note: str
    responsible: list[str]


def _area_headers(plan: Plan, as_at: date) -> dict[int, _AreaHeader]:
    """The areas by key, their officers under the organisation's name as at the day. One query; two
    more where an organisation has changed since.
    """
    organisation = ("responsible__organisation", "responsible__organisation__name")
    person = ("responsible__name", "responsible__title", *organisation)
    local_area = plan.local_area_id
    in_force = AreaOfWeakness.with_ended.in_force_on(as_at).filter(plan=plan)
    found = in_force.annotate(changed=changed_since(local_area, as_at))
    rows = found.order_by("order", "responsible__order").values_list(
        *("changed", "pk", "ref", "title", "finding", "note"), *person
    )
    has_changes = any(changed for changed, *_ in rows)
    then = organisations_as_at(local_area, as_at) if has_changes else OrganisationsAsAt()
    headers: dict[int, _AreaHeader] = {}
    for _, pk, ref, title, finding, note, name, post, of, of_name in rows:
        header = headers.setdefault(pk, _AreaHeader(ref, title, finding, note, []))
        if name:
            header.responsible.append(f"{name}, {post}, {then.name_of(of, of_name)}")
    return headers


def _areas(
    facts: QuarterFacts, counts: ActionCounts, entries: Mapping[int, ActionEntry]
) -> tuple[AreaEntry, ...]:
    """The areas with their officers, and their commentary for the period."""
    current = {row.area_id: row for row in AreaCommentary.objects.current().of(facts.period)}
    of_area: dict[int, list[Action]] = defaultdict(list)
    for action in facts.actions:
        of_area[action.outcome.area_id].append(action)
    areas = []
    for pk, header in _area_headers(facts.plan, facts.as_at).items():
        own = counts_of(facts.status_of(action) for action in of_area[pk])
        areas.append(
            AreaEntry(
                ref=header.ref,
                title=header.title,
                finding=header.finding,
                note=header.note,
                responsible=tuple(header.responsible),
                commentary=_commentary(current.get(pk), figures(counts, own)),
                counts=own,
                outcomes=_outcomes(of_area[pk], entries),
            )
        )
    return tuple(areas)


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
    """The counts of these statuses as documents print them; None is an action without one."""
    counts = Counts.of(statuses)
    percentages = counts.percentages()
    return ActionCounts(
        total=counts.total,
        said=counts.with_status,
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
    updates = updates_by_quarter(period.plan, period, period.plan.periods.quarters())
    as_at = as_at_of(period, today())
    in_force = AreaOfWeakness.with_ended.in_force_on(as_at).filter(plan=period.plan)
    areas = in_force.values_list("pk", flat=True)
    statuses: dict[int | None, list[str | None]] = {place: [] for place in (None, *areas)}
    actions = Action.with_ended.of_plans([period.plan_id]).in_force_on(as_at)
    for pk, area in actions.values_list("pk", "outcome__area"):
        word = updates.get(pk, {}).get(period.key)
        status = word.entry.status if word else None
        statuses[area].append(status)
        statuses[None].append(status)
    return {place: counts_of(statuses_of_place) for place, statuses_of_place in statuses.items()}


def _before(facts: QuarterFacts) -> QuarterBefore | None:
    """The previous quarter's counts, for "14 in July 2019"."""
    before = facts.before
    if before is None:
        return None
    in_quarter = (facts.updates.get(action.pk, {}).get(before.key) for action in facts.actions)
    return QuarterBefore(label=before.label, **dict(counts_of(map(status_in, in_quarter))))


def key_of(statuses: Iterable[str | None], scale: StatusScale) -> tuple[StatusCount, ...]:
    """The statuses in order, with the plan's words and the number of actions."""
    return key_of_scale(scale, Counts.of(statuses).by_status)


def _is_agreed_later(action: Action, facts: QuarterFacts) -> bool:
    """Whether it is past the plan's own end month and not late: a later end was agreed."""
    agreed = agreed_end(action)
    end = PlanDate(DateKind.MONTH, agreed) if agreed else action.end
    return is_past_own_end_only(action.end, end, facts.status_of(action), facts.as_at)


def _longest_overdue_first(late: Iterable[Action]) -> tuple[str, ...]:
    """The references of actions that are past their end and not complete."""
    ends = {action.ref: agreed_end(action) or action.end.month for action in late}
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
