"""The owner's comment on a red measure, and what a worker keeps of red measures."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from actions.models import Plan, PlanFindings
from actions.services.locking import lock_and_bump_figures
from indicators.models import Indicator, RedComment
from indicators.selectors.figures_as_at import reading
from indicators.selectors.free_text import quote_fault
from indicators.selectors.red_measures import TOPIC, red_fact_of, red_measures
from indicators.services.indicator_setup import SetupRefused
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now, today

LONGEST_COMMENT = 2_000
MOST_AT_ONCE = 50  # plans in one run of the worker


@transaction.atomic
def comment_on_red(*, by: User, indicator: Indicator, text: str) -> RedComment:
    """Records the comment on a red measure; a later one takes the place of an earlier one, which
    stays readable. Idempotent for the same words.

    Raises SetupRefused without a text, with a number that is hidden because it is small, or if the
    measure is no longer red.
    """
    lock_and_bump_figures(indicator.plan_id)
    text = text.strip()
    if not text:
        raise SetupRefused("Enter your comment", "text")
    if fault := quote_fault([indicator], text, "comment"):
        raise SetupRefused(fault, "text")
    fact = red_fact_of(reading(indicator, today()))
    if fact is None:
        raise SetupRefused("This measure is no longer red, so no comment is asked for", "text")
    last = RedComment.objects.of_indicators([indicator.pk]).last()
    if last is not None and (last.key, last.text, last.by_id) == (fact.key, text, by.pk):
        return last
    comment = RedComment.objects.create(
        indicator=indicator,
        key=fact.key,
        about=fact.about[:300],
        text=text,
        by=by,
        day=today(),
        at=now(),
    )
    record_audit(
        by=by,
        verb="comment-on-red-measure",
        plan=indicator.plan,
        subject=f"indicator {indicator.key}",
        summary=f"Commented on {indicator.short_title}: {fact.about}",
        detail={"comment": comment.pk},
    )
    return comment


def renew_red_measures(*, most: int = MOST_AT_ONCE) -> int:
    """Works out again the red measures of plans that were written to, or of another day; returns
    how many plans. Idempotent: a second run finds nothing to renew.
    """
    day = today()
    current = PlanFindings.objects.on(TOPIC).current(day).values("plan")
    stale = Plan.objects.exclude(pk__in=current).order_by("pk")[:most]
    return len([keep_red_measures(plan, day) for plan in stale])


def keep_red_measures(plan: Plan, day: date) -> PlanFindings:
    """Keeps the red measures of one plan as at a day."""
    content = {"red": [measure.as_json() for measure in red_measures(plan, day)]}
    values = {"version": plan.version, "day": day, "content": content}
    row, _ = PlanFindings.objects.update_or_create(plan=plan, topic=TOPIC, defaults=values)
    return row
