from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "wsoa.audit"
    label = "audit"

    def ready(self) -> None:
        from wsoa.audit import checks  # noqa: F401

        post_migrate.connect(make_triggers_again, sender=self)


def make_triggers_again(using: str, **_: Any) -> None:
    """After each `migrate`: a migration on SQLite may have made a table anew, without triggers."""
    from wsoa.audit.triggers import make_triggers

    make_triggers(connections[using])
