"""Import of progress: statuses, updates and commentary."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone

from actions.domain.enums import Status, UpdateKind
from actions.domain.update_texts import TEXT_FIELDS
from actions.importing.schema import CommentaryFile, StatusesFile, UpdatesFile
from actions.models import (
    Action,
    AreaCommentary,
    Plan,
    ProgrammeCommentary,
    ReportingPeriod,
    StatusUpdate,
)
from actions.models.commentary import CommentaryVersion
from wsoa.core.clock import now
from wsoa.core.load_changes import LoadChanges
from wsoa.core.yaml_source import YamlNode


def load_statuses(plan: Plan, part: YamlNode, changes: LoadChanges) -> None:
    """Loads the statuses that the programme office recorded in a period."""
    file = part.parse(StatusesFile)
    actions = {action.ref: action for action in plan.actions.all()}
    periods = {period.key: period for period in plan.periods.quarters()}
    known = {
        (update.action_id, update.period_id): update
        for update in StatusUpdate.objects.in_periods_of(plan).filter(supersedes=None)
    }
    for ref, by_period in file.statuses.items():
        for key, status in by_period.items():
            if ref not in actions:
                raise part.fault(("statuses", ref), f"the plan has no action {ref}")
            if key not in periods or key not in file.recorded:
                raise part.fault(("statuses", ref, key), f"the plan has no quarter {key}")
            first = known.get((actions[ref].pk, periods[key].pk))
            if first and (not first.illustrative or first.status == status):
                continue
            name = f"Status of {ref}, {periods[key].label}"
            if first:
                _correct(first, status, name, changes)
                continue
            StatusUpdate.objects.create(
                action=actions[ref],
                period=periods[key],
                status=status,
                kind=UpdateKind.RECORDED,
                recorded_at=_noon(file.recorded[key]),
                illustrative=True,
            )
            changes.note("added", name)


def _correct(first: StatusUpdate, status: Status, name: str, changes: LoadChanges) -> None:
    """Corrects an invented status that its file now gives otherwise; people's updates stay."""
    StatusUpdate.objects.filter(action=first.action_id, period=first.period_id).filter(
        illustrative=True
    ).update(status=status)
    Action.objects.filter(pk=first.action_id).update(version=first.action.version + 1)
    changes.note("changed", name)


def load_updates(plan: Plan, part: YamlNode, period: ReportingPeriod, changes: LoadChanges) -> None:
    """Loads the updates of leads in a period; each keeps the recorded status."""
    file = part.parse(UpdatesFile)
    actions = {action.ref: action for action in plan.actions.with_leads()}
    for index, update in enumerate(file.updates):
        place = ("updates", index)
        action = actions.get(update.action)
        if action is None:
            raise part.fault((*place, "action"), f"the plan has no action {update.action}")
        lead = next((lead for lead in action.leads.all() if lead.code == update.post), None)
        if lead is None:
            raise part.fault((*place, "post"), f"{update.post} does not lead {update.action}")
        updates = StatusUpdate.objects.filter(action=action, period=period)
        in_force = updates.current().first()
        if in_force is None:
            raise part.fault((*place, "action"), f"no status for {update.action} in {period.key}")
        words = update.model_dump(include=set(_WORDS))
        name = f"Update of {update.action}, {period.label}"
        invented = updates.filter(kind=UpdateKind.UPDATE, illustrative=True).first()
        if invented:
            if any(getattr(invented, field) != value for field, value in words.items()):
                StatusUpdate.objects.filter(pk=invented.pk).update(**words)
                changes.note("changed", name)
            continue
        if not in_force.illustrative:
            continue
        StatusUpdate.objects.create(
            action=action,
            period=period,
            status=in_force.status,
            kind=UpdateKind.UPDATE,
            post=lead.post,
            recorded_at=_noon(update.on),
            supersedes=in_force,
            illustrative=True,
            **words,
        )
        changes.note("added", name)


_WORDS = (*TEXT_FIELDS, "significant_risk")


def load_commentary(
    plan: Plan, part: YamlNode, period: ReportingPeriod, changes: LoadChanges
) -> None:
    """Loads the commentary of areas and programme; what people wrote themselves stays."""
    file = part.parse(CommentaryFile)
    source = f"{file.note} {file.source}".strip()
    in_force = ProgrammeCommentary.objects.current().of(period).first()
    loaded = ProgrammeCommentary(
        period=period, programme=_bullets(file.programme), source=source, supersedes=in_force
    )
    _add(loaded, f"Commentary on the programme, {period.label}", changes)
    areas = {area.ref: area for area in plan.areas.all()}
    current = {row.area_id: row for row in AreaCommentary.objects.current().of(period)}
    for index, given in enumerate(file.commentary):
        area = areas.get(given.area)
        if area is None:
            raise part.fault(("commentary", index, "area"), f"the plan has no area {given.area}")
        version = AreaCommentary(
            area=area,
            period=period,
            developments=_bullets(given.developments),
            evidence=_bullets(given.evidence),
            next_steps=_bullets(given.next_steps),
            source=source,
            supersedes=current.get(area.pk),
        )
        _add(version, f"Commentary on area {given.area}, {period.label}", changes)


def _add(loaded: AreaCommentary | ProgrammeCommentary, name: str, changes: LoadChanges) -> None:
    """Saves a version, unless the current one has the same text or was written by a person."""
    in_force: CommentaryVersion | None = loaded.supersedes
    if in_force and (
        in_force.is_written_here
        or (in_force.texts, in_force.source) == (loaded.texts, loaded.source)
    ):
        return
    loaded.at = now()
    loaded.save()
    changes.note("changed" if in_force else "added", name)


def _bullets(items: list[str]) -> str:
    return "\n".join(f"- {' '.join(item.split())}" for item in items)


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
