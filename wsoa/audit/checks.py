"""Says in `manage.py check --database default` and before `migrate` when triggers are missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections

from wsoa.audit.triggers import missing_triggers


@register(Tags.database)
def the_log_is_append_only(databases: Iterable[str] | None = None, **_: Any) -> list[CheckMessage]:
    """A warning for each database whose audit log anybody could change."""
    return [
        Warning(
            f"The audit log can be changed: {', '.join(missing)} missing in the database.",
            hint="Run manage.py migrate, which makes them again, and then manage.py check_audit.",
            id="wsoa.W003",
        )
        for alias in databases or ()
        if (missing := missing_triggers(connections[alias]))
    ]
