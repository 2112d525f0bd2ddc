"""The measures of success of an action: the judgement of each, and its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from actions.domain.enums import Grade, Met
from actions.models import Action, Evidence, Judgement, Measure
from wsoa.accounts.models import User


@dataclass(frozen=True, slots=True)
class EvidencePermissions:
    """A person's permissions on the evidence of an action; part of the cache key of the page."""

    add: bool
    judge: bool

    @classmethod
    def of(cls, user: User, action: Action) -> EvidencePermissions:
        return cls(
            user.has_perm("actions.add_evidence", action),
            user.has_perm("actions.judge_action", action),
        )


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One piece of evidence."""

    title: str
    href: str
    leads_away: bool
    kind: str
    grade: str
    on: date
    withdraw: str


@dataclass(frozen=True, slots=True)
class MeasureJudgement:
    """A judgement of a measure of success: whether it is met, why, by whom and when."""

    met: str
    reason: str
    judge: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MeasureProgress:
    """A measure of success with its evidence and the last judgement, if there is one."""

    text: str
    judged: MeasureJudgement | None
    judge: str
    evidence: tuple[EvidenceItem, ...]


@dataclass(frozen=True, slots=True)
class ActionMeasures:
    """The table of measures, and the evidence for the action as a whole."""

    rows: tuple[MeasureProgress, ...]
    whole: tuple[EvidenceItem, ...]
    add: str
    has_evidence: bool


def measures_of(action: Action, may: EvidencePermissions) -> ActionMeasures:
    """Three queries, or four where a measure was judged."""
    address = (action.plan.slug, action.ref)
    by_measure: dict[int | None, list[EvidenceItem]] = {}
    for evidence in action.evidence_items.shown():
        by_measure.setdefault(evidence.measure_id, []).append(
            _evidence_item(evidence, address, may)
        )
    rows = tuple(
        MeasureProgress(
            text=measure.text,
            judged=_judged(list(measure.judgements.all())),
            judge=reverse("measure-judge", args=[*address, measure.pk]) if may.judge else "",
            evidence=tuple(by_measure.get(measure.pk, ())),
        )
        for measure in action.measures.prefetch_related("judgements__by")
    )
    return ActionMeasures(
        rows=rows,
        whole=tuple(by_measure.get(None, ())),
        add=reverse("evidence-add", args=address) if may.add else "",
        has_evidence=bool(by_measure),
    )


def _evidence_item(
    evidence: Evidence, address: tuple[str, str], may: EvidencePermissions
) -> EvidenceItem:
    here = [*address, evidence.pk]
    return EvidenceItem(
        title=evidence.title,
        href=reverse("evidence-file", args=here) if evidence.file else evidence.link,
        leads_away=not evidence.file,
        kind=what_it_is(evidence),
        grade=Grade(evidence.grade).label.partition(":")[0],
        on=evidence.on,
        withdraw=reverse("evidence-withdraw", args=here) if may.add else "",
    )


def evidence_of(measure: Measure) -> tuple[EvidenceItem, ...]:
    """The evidence for one measure, for the person who judges it. One query."""
    address, only_read = (
        (measure.action.plan.slug, measure.action.ref),
        EvidencePermissions(False, False),
    )
    return tuple(
        _evidence_item(item, address, only_read) for item in measure.evidence_items.shown()
    )


def what_it_is(evidence: Evidence) -> str:
    """ "PDF, 120 KB" of a file; of a link the site that it leads to."""
    if evidence.file:
        return f"{evidence.kind.code.upper()}, {filesizeformat(evidence.size)}"
    return urlsplit(evidence.link).hostname or ""


def _judged(judgements: list[Judgement]) -> MeasureJudgement | None:
    if not judgements:
        return None
    last = judgements[-1]
    return MeasureJudgement(Met(last.met).label, last.words, last.by.name, last.at)
