"""Decisions on end dates, made by somebody who can make them."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.models import Plan
from actions.selectors.deciders import deciders
from wsoa.core.clock import today


def decided_by(plan: Plan, name: str = "", on: date | None = None) -> dict[str, Any]:
    """The arguments `decider` and `on`: the first one of that name, on a day, or else today."""
    found = next(decider for decider in deciders(plan) if decider.name.startswith(name))
    return {"decider": found.code, "on": on or today()}


def decision_form(
    plan: Plan, agreed: str = "yes", name: str = "", on: date | None = None
) -> dict[str, str]:
    """The same as what the form sends."""
    made = decided_by(plan, name, on)
    day: date = made["on"]
    boxes = {"on_day": f"{day.day}", "on_month": f"{day.month}", "on_year": f"{day.year}"}
    return {"agreed": agreed, "decider": made["decider"], **boxes}
