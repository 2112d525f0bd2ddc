"""Adding an indicator to a plan, and changing its definition. Each change is kept as a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from actions.models import Plan
from actions.services.locking import lock_and_bump_figures
from indicators.domain.definition import (
    TAKEN_KEYS,
    FieldChange,
    IndicatorDefinition,
    consequences,
    definition_changes,
)
from indicators.domain.definition_faults import definition_faults
from indicators.domain.enums import SetupPart
from indicators.models import Indicator, IndicatorChange, Intention, KeyOutcome
from indicators.selectors.definitions import definition_of, figure_count
from indicators.selectors.free_text import quote_fault
from wsoa.accounts.models import Post, User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now, today
from wsoa.core.reasons import fault_in_reason

NO_REASON_FOR_CHANGE = "Enter why you change it, or nothing"
_LONGEST_KEY = 60


class SetupRefused(Exception):
    """The set-up was not changed. The message is for its author; `field` is where it belongs."""

    def __init__(self, message: str, field: str | None = None) -> None:
        self.field = field
        super().__init__(message)


class ChangedSince(SetupRefused):
    """The indicator was changed after the page was opened, by somebody else or in a second window.

    `change` is the latest one. Whoever saves once more has seen it.
    """

    def __init__(self, change: IndicatorChange, by: User) -> None:
        self.change = change
        who = "You changed" if change.by_id == by.pk else f"{change.by.name} changed"
        window = " in another window" if change.by_id == by.pk else ""
        super().__init__(
            f"{who} this indicator{window} after you opened the page: "
            f"{change.summary}. Nothing was saved. What you typed is below: compare it with the "
            "indicator’s history and save it again"
        )


class ConsequencesNotConfirmed(SetupRefused):
    """The change gives past figures another meaning, and nobody has confirmed it."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("Confirm that past figures may be read in the new way", "sure")


@dataclass(frozen=True, slots=True)
class AimPlace:
    """Where an indicator stands in the plan: an intention that is there, or the titles of one.

    `intention` is a key, or None for a new one of `key_outcome` or of a new key outcome.
    """

    intention: int | None = None
    intention_title: str = ""
    key_outcome: int | None = None
    key_outcome_title: str = ""


@transaction.atomic
def add_indicator(
    *, by: User, plan: Plan, place: AimPlace, definition: IndicatorDefinition
) -> Indicator:
    """Adds an indicator to a plan, below an intention that may be new as well.

    Raises SetupRefused if the intention has an indicator of this title, the plan one of this short
    title, or a day or a period is impossible.
    """
    lock_and_bump_figures(plan.pk)
    _refuse_faults(plan, None, definition)
    intention = _intention(plan, place)
    _refuse_title(intention, definition.title)
    last = intention.indicators.aggregate(last=Max("order"))["last"] or 0
    indicator = Indicator.objects.create(
        plan=plan,
        intention=intention,
        order=last + 1,
        key=_free_key(plan, definition.short_title),
        **_columns(plan, definition),
    )
    record_change(by=by, indicator=indicator, part=SetupPart.ADDED, summary="Added the indicator")
    return indicator


@transaction.atomic
def change_definition(
    *,
    by: User,
    indicator: Indicator,
    definition: IndicatorDefinition,
    reason: str = "",
    sure: bool = False,
    based_on: int | None = None,
) -> tuple[FieldChange, ...]:
    """Changes the definition of an indicator and keeps what it was. Returns what changed.

    `based_on` is the latest change that its author saw. Raises ChangedSince if there is a later
    one, ConsequencesNotConfirmed if past figures would be read in another way and `sure` is not
    given, and SetupRefused for another indicator's title or short title, a day or a period that is
    impossible, or a reason that says nothing.
    """
    _refuse_reason(reason)
    lock_and_bump_figures(indicator.plan_id)
    indicator = Indicator.objects.select_related("plan", "intention").get(pk=indicator.pk)
    refuse_changed_since(indicator, based_on, by)
    before = definition_of(indicator)
    if before == definition:
        return ()
    _refuse_title(indicator.intention, definition.title, besides=indicator.pk)
    _refuse_faults(indicator.plan, before, definition, besides=indicator.pk)
    _refuse_quotes(indicator, before, definition, reason)
    sentences = tuple(consequences(before, definition, figure_count(indicator)))
    if sentences and not sure:
        raise ConsequencesNotConfirmed(sentences)
    Indicator.objects.filter(pk=indicator.pk).update(**_columns(indicator.plan, definition))
    changes = definition_changes(before, definition, _post_names(indicator.plan))
    record_change(
        by=by,
        indicator=indicator,
        part=SetupPart.DEFINITION,
        summary=f"Changed its {', '.join(one.label.lower() for one in changes)}"[:300],
        details=changes,
        reason=reason,
    )
    return changes


def record_change(
    *,
    by: User,
    indicator: Indicator,
    part: SetupPart,
    summary: str,
    details: Iterable[FieldChange] = (),
    reason: str = "",
) -> IndicatorChange:
    """Keeps a change of an indicator's set-up, and names it in the audit log without its values."""
    change = IndicatorChange.objects.create(
        indicator=indicator,
        part=part,
        summary=summary,
        details=[detail.as_json() for detail in details],
        reason=reason.strip(),
        by=by,
        at=now(),
    )
    record_audit(
        by=by,
        verb="set-up-indicator",
        plan=indicator.plan,
        subject=f"indicator {indicator.key}",
        summary=f"{indicator.short_title}: {summary[:1].lower()}{summary[1:]}"[:300],
        detail={"change": change.pk, "part": part.value},
    )
    return change


def refuse_changed_since(indicator: Indicator, based_on: int | None, by: User) -> None:
    """Raises ChangedSince if it was changed after the change that the author saw."""
    if based_on is None:
        return
    latest = IndicatorChange.objects.of(indicator).first()
    if latest is not None and latest.pk > based_on:
        raise ChangedSince(latest, by)


def _intention(plan: Plan, place: AimPlace) -> Intention:
    if place.intention is not None:
        return Intention.objects.get(pk=place.intention, key_outcome__plan=plan)
    outcome = _key_outcome(plan, place)
    last = outcome.intentions.aggregate(last=Max("order"))["last"] or 0
    intention, _ = Intention.objects.get_or_create(
        key_outcome=outcome, title=place.intention_title, defaults={"order": last + 1}
    )
    return intention


def _key_outcome(plan: Plan, place: AimPlace) -> KeyOutcome:
    if place.key_outcome is not None:
        return KeyOutcome.objects.get(pk=place.key_outcome, plan=plan)
    last = plan.key_outcomes.aggregate(last=Max("order"))["last"] or 0
    outcome, _ = KeyOutcome.objects.get_or_create(
        plan=plan, title=place.key_outcome_title, defaults={"order": last + 1}
    )
    return outcome


def _post_names(plan: Plan) -> dict[int, str]:
    posts = Post.objects.of(plan.local_area_id).select_related("organisation")
    return {post.pk: f"{post.display_name} ({post.code})" for post in posts}


def _refuse_reason(reason: str) -> None:
    if reason and (fault := fault_in_reason(reason, NO_REASON_FOR_CHANGE)):
        raise SetupRefused(fault, "reason")


def _refuse_quotes(
    indicator: Indicator, before: IndicatorDefinition, after: IndicatorDefinition, reason: str
) -> None:
    """Raises SetupRefused for a text that quotes a hidden number, if it is new."""
    written = {"reason": ("", reason), "note": (before.note, after.note)}
    written["baseline_source"] = (before.baseline_source, after.baseline_source)
    for field, (was, text) in written.items():
        what = field.replace("_", " ")
        if text != was and (fault := quote_fault([indicator], text, what)):
            raise SetupRefused(fault, field)


def _refuse_title(intention: Intention, title: str, besides: int | None = None) -> None:
    if intention.indicators.filter(title=title).exclude(pk=besides or 0).exists():
        raise SetupRefused(
            "This intention already has an indicator with this title. Enter a different title",
            "title",
        )


def _refuse_faults(
    plan: Plan,
    before: IndicatorDefinition | None,
    after: IndicatorDefinition,
    besides: int | None = None,
) -> None:
    """Raises SetupRefused for a short title that another one has, or what is impossible."""
    if before is None or before.short_title.casefold() != after.short_title.casefold():
        others = Indicator.objects.of_plan(plan).exclude(pk=besides or 0)
        if others.filter(short_title__iexact=after.short_title).exists():
            raise SetupRefused(
                f"Another indicator of this plan has the short title “{after.short_title}”. Enter "
                "a different one, so that lists tell them apart",
                "short_title",
            )
    for fault in definition_faults(before, after, plan.approved_on, today()):
        raise SetupRefused(fault.sentence, fault.field)


def _columns(plan: Plan, definition: IndicatorDefinition) -> dict[str, object]:
    """The columns of a definition. Its owner has to be a post of the plan's area."""
    if definition.owner is not None:
        posts = Post.objects.of(plan.local_area_id)
        if not posts.filter(pk=definition.owner).exists():
            raise SetupRefused("Select a post of this local area", "owner")
    return definition.columns()


def _free_key(plan: Plan, short_title: str) -> str:
    """A key of the short title that no other indicator and no page has: "exclusions-2"."""
    base = slugify(short_title)[:_LONGEST_KEY].strip("-") or "indicator"
    taken = {*TAKEN_KEYS, *Indicator.objects.of_plan(plan).values_list("key", flat=True)}
    key, number = base, 2
    while key in taken:
        ending = f"-{number}"
        key, number = f"{base[: _LONGEST_KEY - len(ending)].strip('-')}{ending}", number + 1
    return key
