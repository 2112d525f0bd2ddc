"""The rows of a plan that comes in from a file, made in bulk: 500 actions in seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from actions.domain.enums import UpdateKind
from actions.domain.plan_import.fields import (
    INTRODUCTION,
    comparable,
    date_of,
    note_of,
    printed_date,
)
from actions.domain.plan_import.places import in_sentence
from actions.domain.plan_import.quarters import quarters_for
from actions.domain.plan_import.states import EntryKind
from actions.importing.plan import date_columns
from actions.importing.post_resolver import PostResolver
from actions.models import (
    Action,
    ActionLead,
    ActionSource,
    AreaOfWeakness,
    Measure,
    Outcome,
    Plan,
    PlanImport,
    ReportingPeriod,
    StatusUpdate,
)
from wsoa.accounts.models import User
from wsoa.core.months import Month

_AT_ONCE: Final = 500
_LONGEST_AREA: Final = 200
_LONGEST_OUTCOME: Final = 300
ReportProgress = Callable[[str, int], None]  # how far it is: in words, and per cent
CURRENT: Final = "current"  # the key of a status whose column names no month


def no_report(stage: str, done: int) -> None:
    """For callers whom nobody watches."""


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """An area, an outcome or an action to load, with its final fields."""

    kind: str
    ref: str
    place: str
    fields: Mapping[str, Any]


@dataclass(slots=True)
class PlanBuilder:
    """Makes the rows of a plan from entries, in the caller's transaction."""

    plan: Plan
    plan_import: PlanImport
    resolver: PostResolver
    by: User | None
    moment: datetime
    areas: dict[str, AreaOfWeakness] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    statuses: int = 0
    on_progress: ReportProgress = no_report

    def add(self, entries: Iterable[PlanEntry], today: date) -> list[Action]:
        """Adds areas, outcomes and actions that the plan lacks. Returns the new actions."""
        entries = list(entries)
        self._add_areas(entry for entry in entries if entry.kind == EntryKind.AREA)
        self._add_outcomes(entry for entry in entries if entry.kind == EntryKind.OUTCOME)
        found = [entry for entry in entries if entry.kind == EntryKind.ACTION]
        self.on_progress(f"Bringing in {len(found):,} actions", 20)
        actions = self._add_actions(found)
        self.on_progress("Bringing in their statuses", 85)
        self._add_statuses(actions, today)
        self.on_progress("Checking the whole plan", 95)
        return [action for _, action in actions]

    def _add_areas(self, entries: Iterable[PlanEntry]) -> None:
        self.areas = {area.ref: area for area in self.plan.areas.all()}
        for entry in entries:
            if entry.ref in self.areas:
                continue
            title, rest = _title_and_rest(entry.fields["title"], _LONGEST_AREA)
            responsible = entry.fields["responsible"]
            self.areas[entry.ref] = AreaOfWeakness.objects.create(
                plan=self.plan,
                order=len(self.areas) + 1,
                ref=entry.ref,
                title=title or f"Area {entry.ref}",
                finding="\n\n".join(filter(None, (rest, entry.fields["finding"]))),
                note=f"Responsible: {responsible}" if responsible else "",
            )

    def _add_outcomes(self, entries: Iterable[PlanEntry]) -> None:
        known = Outcome.objects.filter(area__plan=self.plan)
        self.outcomes = {outcome.ref: outcome for outcome in known}
        for entry in entries:
            if entry.ref in self.outcomes:
                continue
            title, rest = _title_and_rest(entry.fields["title"], _LONGEST_OUTCOME)
            self.outcomes[entry.ref] = Outcome.objects.create(
                area=self.areas[entry.fields["area"]],
                order=len(self.outcomes) + 1,
                ref=entry.ref,
                title=title or f"Outcome {entry.ref}",
                description="\n\n".join(filter(None, (rest, entry.fields["description"]))),
            )

    def _add_actions(self, entries: list[PlanEntry]) -> list[tuple[PlanEntry, Action]]:
        before = self.plan.actions.order_by("-order").values_list("order", flat=True).first() or 0
        actions = [
            Action(
                plan=self.plan,
                outcome=self.outcomes[entry.fields["outcome"]],
                order=before + number,
                ref=entry.ref,
                measures_intro=entry.fields["notes"].get(INTRODUCTION, ""),
                note=note_of(entry.fields),
                **columns_of(entry, self.plan_import.file_name),
            )
            for number, entry in enumerate(entries, start=1)
        ]
        Action.objects.bulk_create(actions, batch_size=_AT_ONCE)
        self.on_progress(f"Bringing in who leads {len(actions):,} actions", 40)
        pairs = list(zip(entries, actions, strict=True))
        ActionLead.objects.bulk_create(
            (lead for entry, action in pairs for lead in self.leads_of(entry, action)),
            batch_size=_AT_ONCE,
        )
        self.on_progress("Bringing in their measures", 55)
        Measure.objects.bulk_create(
            (measure for entry, action in pairs for measure in measures_of(entry, action)),
            batch_size=_AT_ONCE,
        )
        self.on_progress("Linking each action to its row in the file", 70)
        ActionSource.objects.bulk_create(
            (self.source_of(entry, action) for entry, action in pairs), batch_size=_AT_ONCE
        )
        return pairs

    def leads_of(self, entry: PlanEntry, action: Action) -> list[ActionLead]:
        """The leads of an action in their order, each once, not saved."""
        leads = dict.fromkeys(self.resolver.lead(text) for text in entry.fields["leads"])
        return [
            ActionLead(
                action=action, order=order, organisation_id=lead.organisation, post_id=lead.post
            )
            for order, lead in enumerate(leads, start=1)
        ]

    def source_of(self, entry: PlanEntry, action: Action) -> ActionSource:
        """The row that an action comes from, not saved. Leads are kept by their codes here."""
        loaded = comparable(entry.fields)
        codes = [self.resolver.lead(text).code for text in entry.fields["leads"]]
        return ActionSource(
            action=action,
            plan_import=self.plan_import,
            place=entry.place,
            loaded=loaded | {"leads": list(dict.fromkeys(codes))},
        )

    def _add_statuses(self, pairs: list[tuple[PlanEntry, Action]], today: date) -> None:
        """The statuses of new actions, in quarters that the plan has or gets."""
        reported = {
            Month.of(today) if key == CURRENT else Month.parse(key)
            for entry, _ in pairs
            for key, reading in entry.fields["statuses"].items()
            if reading["proposed"]
        }
        self._add_quarters(reported, [action for _, action in pairs], today)
        periods = {period.key: period for period in self.plan.periods.quarters()}
        updates = []
        for entry, action in pairs:
            for key, reading in entry.fields["statuses"].items():
                month = str(Month.of(today)) if key == CURRENT else key
                if reading["proposed"] and month in periods:
                    updates.append(self._update(action, periods[month], reading["proposed"]))
        StatusUpdate.objects.bulk_create(updates, batch_size=_AT_ONCE)
        self.statuses = len(updates)

    def _update(self, action: Action, period: ReportingPeriod, status: str) -> StatusUpdate:
        return StatusUpdate(
            action=action,
            period=period,
            status=self.plan.scale.nearest(status),
            kind=UpdateKind.RECORDED,
            by=self.by,
            recorded_at=self.moment,
        )

    def _add_quarters(self, reported: set[Month], actions: list[Action], today: date) -> None:
        """The quarters of a plan that has none yet."""
        if self.plan.periods.exists():
            return
        ends = [action.end.month for action in actions if action.end.month]
        ReportingPeriod.objects.bulk_create(
            ReportingPeriod(
                plan=self.plan,
                key=str(quarter.month),
                label=quarter.month.printed,
                first_day=quarter.month.first_day,
                opens=quarter.opens,
                due=quarter.due,
                closes=quarter.closes,
            )
            for quarter in quarters_for(reported, ends, today)
        )


def columns_of(entry: PlanEntry, file_name: str) -> dict[str, Any]:
    """The columns of an action that a file gives, but for its place in the plan."""
    fields = entry.fields
    start, end = (date_of(fields[edge]["date"]) for edge in ("start", "end"))
    return {
        "text": fields["text"],
        "leads_printed": (fields["leads_printed"] or ", ".join(fields["leads"]))[:500],
        "source": in_sentence(entry.place, file_name)[:200],
        **date_columns("start", printed_date(fields["start"]), start),
        **date_columns("end", printed_date(fields["end"]), end),
    }


def measures_of(entry: PlanEntry, action: Action) -> list[Measure]:
    """The measures of an action in their order, not saved."""
    texts = [text for text in entry.fields["measures"] if text.strip()]
    return [
        Measure(action=action, order=order, text=text) for order, text in enumerate(texts, start=1)
    ]


def _title_and_rest(text: str, longest: int) -> tuple[str, str]:
    """A title of at most so many characters, and the whole text where it is longer."""
    plain = " ".join(text.split())
    if len(plain) <= longest:
        return plain, ""
    cut = plain[: longest - 1].rpartition(" ")[0] or plain[: longest - 1]
    return f"{cut}…", plain
