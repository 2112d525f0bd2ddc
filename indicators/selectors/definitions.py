"""The definition of an indicator as it is stored, and what it is chosen from."""

from __future__ import annotations

from actions.models import Plan
from indicators.domain import definition
from indicators.domain.definition import FIELD_LABELS, IndicatorDefinition
from indicators.domain.enums import Direction, Interval, Unit
from indicators.models import Indicator, IndicatorChange, Intention, KeyOutcome, Measurement
from wsoa.accounts.models import Post


def definition_of(indicator: Indicator) -> IndicatorDefinition:
    """The definition of an indicator as it is stored."""
    values = {name: getattr(indicator, name) for name in FIELD_LABELS if name != "owner"}
    typed = {
        "unit": Unit(indicator.unit),
        "better": Direction(indicator.better),
        "every": Interval(indicator.every),
        "owner": indicator.owner_id,
    }
    return IndicatorDefinition(**(values | typed))


def definition_facts(indicator: Indicator) -> tuple[tuple[str, str], ...]:
    """The fields of the definition in words, in the order of the form."""
    owner = indicator.owner
    posts = {owner.pk: f"{owner.display_name} ({owner.code})"} if owner else {}
    return definition.definition_facts(definition_of(indicator), posts)


def figure_count(indicator: Indicator) -> int:
    """How many figures of its own series the indicator has, those that were corrected once."""
    return Measurement.objects.of_indicators([indicator.pk]).current().count()


def latest_change(indicator: Indicator) -> int:
    """The key of the latest change of its set-up; 0 before the first one."""
    change = IndicatorChange.objects.of(indicator).first()
    return change.pk if change else 0


def owner_choices(plan: Plan) -> list[tuple[str, str]]:
    """The posts of the plan's area by key, with their names, in the order of their codes."""
    posts = Post.objects.of(plan.local_area_id).select_related("organisation").order_by("code")
    return [(str(post.pk), f"{post.code}: {post.display_name}") for post in posts]


def intention_choices(plan: Plan) -> list[tuple[str, list[tuple[str, str]]]]:
    """The intentions of a plan by key, below the titles of their key outcomes."""
    groups: dict[str, list[tuple[str, str]]] = {}
    rows = Intention.objects.filter(key_outcome__plan=plan).select_related("key_outcome")
    for row in rows.order_by("key_outcome__order", "order"):
        groups.setdefault(row.key_outcome.title, []).append((str(row.pk), row.title))
    return list(groups.items())


def key_outcome_choices(plan: Plan) -> list[tuple[str, str]]:
    """The key outcomes of a plan by key."""
    rows = KeyOutcome.objects.filter(plan=plan).order_by("order")
    return [(str(row.pk), row.title) for row in rows]
