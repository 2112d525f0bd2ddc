"""What the audit log has of a plan, for migrations that make rows of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def events_of(apps: Any, plan: Any, verbs: Iterable[str]) -> list[Any]:
    """Events of a plan, also under its former addresses, the earliest first.

    `actor_id` is None where the person is not there any more.
    """
    log = apps.get_model("audit", "AuditEvent").objects.all()
    slugs = {plan.slug}
    renamed = log.filter(verb="rename").order_by("-at", "-pk")
    for detail in renamed.values_list("detail", flat=True):
        if detail.get("to") in slugs:
            slugs.add(detail["from"])
    found = list(log.filter(plan__in=slugs, verb__in=list(verbs)).order_by("at", "pk"))
    users = apps.get_model("accounts", "User").objects
    actors = {event.actor_id for event in found}
    there = set(users.filter(pk__in=actors).values_list("pk", flat=True))
    for event in found:
        event.actor_id = event.actor_id if event.actor_id in there else None
    return found
