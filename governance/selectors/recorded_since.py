"""The number of changes to a plan since a document was frozen."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, Model, OuterRef

from actions.models import (
    AreaCommentary,
    Chase,
    DateChange,
    Evidence,
    Judgement,
    PeriodEvent,
    Plan,
    ProgrammeCommentary,
    StatusUpdate,
    Verdict,
)
from governance.models import BoardQuestion, Clearance, EasyReadSummary, PublicQuestion
from indicators.models import Answer, Measurement, PublishedValue, Release

# What is recorded: the way from its row to the plan, and the columns that say when.
_RECORDED: tuple[tuple[type[Model], str, tuple[str, ...]], ...] = (
    (StatusUpdate, "period__plan", ("recorded_at",)),
    (Verdict, "update__period__plan", ("at",)),
    (Clearance, "update__period__plan", ("at",)),
    (DateChange, "action__plan", ("requested_at", "decided_at")),
    (Evidence, "action__plan", ("added_at", "withdrawn_at")),
    (Judgement, "measure__action__plan", ("at",)),
    (PeriodEvent, "period__plan", ("at",)),
    (Chase, "period__plan", ("at",)),
    (AreaCommentary, "period__plan", ("at",)),
    (ProgrammeCommentary, "period__plan", ("at",)),
    (EasyReadSummary, "period__plan", ("at",)),
    (Measurement, "series__indicator__plan", ("at",)),
    (Answer, "plan", ("at",)),
    (BoardQuestion, "paper__plan", ("at", "answered_at")),
    (PublicQuestion, "plan", ("at", "answered_at")),
)


def recorded_since(plan: Plan, moment: datetime) -> int:
    """The number of changes to a plan after that time, without publications. One query.

    An import of official statistics counts as one change if the plan has figures of it.
    """
    values = PublishedValue.objects.filter(measure__series__indicator__plan=plan)
    releases = Release.objects.filter(Exists(values.filter(release=OuterRef("pk"))))
    rows = (
        model._default_manager.filter(**{to_plan: plan, f"{column}__gt": moment})
        .order_by()
        .values("pk")
        for model, to_plan, columns in _RECORDED
        for column in columns
    )
    imported = releases.filter(read_at__gt=moment).order_by().values("pk")
    return imported.union(*rows, all=True).count()
