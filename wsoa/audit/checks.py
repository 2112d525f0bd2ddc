"""Says in `manage.py check --database default` and before `migrate` when triggers are at fault."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections

from wsoa.audit.triggers import trigger_faults


@register(Tags.database)
def the_log_is_append_only(databases: Iterable[str] | None = None, **_: Any) -> list[CheckMessage]:
    """A warning for each database whose audit log anybody could change."""
    return [
        Warning(
            f"The audit log can be changed: {'; '.join(str(fault) for fault in faults)}.",
            hint="Run manage.py migrate, which makes them again, and then manage.py check_audit.",
            id="wsoa.W003",
        )
        for alias in databases or ()
        if (faults := trigger_faults(connections[alias]))
    ]
