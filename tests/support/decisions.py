"""Decisions on end dates, made by somebody who can make them."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.models import Plan
from actions.selectors.deciders import deciders
from wsoa.core.clock import today

WHY_REFUSED = "The work can start without it."


def decided_by(plan: Plan, name: str = "", on: date | None = None) -> dict[str, Any]:
    """The arguments `decider` and `on`: the first one of that name, on a day, or else today."""
    found = next(decider for decider in deciders(plan) if decider.name.startswith(name))
    return {"decider": found.code, "on": on or today()}


def refused_by(plan: Plan, name: str = "", on: date | None = None) -> dict[str, Any]:
    """The arguments of a refusal, with its reason."""
    return {"agreed": False, "reason": WHY_REFUSED, **decided_by(plan, name, on)}


def decision_form(
    plan: Plan, agreed: str = "yes", name: str = "", on: date | None = None
) -> dict[str, str]:
    """The same as what the form sends; a refusal with a reason."""
    made = decided_by(plan, name, on)
    day: date = made["on"]
    boxes = {"on_day": f"{day.day}", "on_month": f"{day.month}", "on_year": f"{day.year}"}
    reason = WHY_REFUSED if agreed == "no" else ""
    return {"agreed": agreed, "decider": made["decider"], "reason": reason, **boxes}
