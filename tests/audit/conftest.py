"""A log with two chains, that of an area and the site's own, sealed, and one event that waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from tests.support.factories import PlanFactory, UserFactory
from wsoa.audit.models import AuditEvent
from wsoa.audit.sealing import seal_events
from wsoa.audit.services import record_audit

LENGTH = 6


@dataclass(frozen=True, slots=True)
class Log:
    """The keys of the events: of the area's chain, of the site's own, and of those that wait."""

    area: list[int]
    site: list[int]
    waiting: list[int]
    name: str  # of the area's chain


@pytest.fixture
def log(db: None) -> Log:
    seal_events()  # what loading the plan has left, so that numbers below are of this log alone
    plan, by = PlanFactory(local_area__name="Leeds"), UserFactory(name="Ann")

    def recorded(count: int, **where: object) -> list[int]:
        with transaction.atomic():
            return [
                record_audit(
                    by=by,
                    verb="update",
                    subject=f"action {number}",
                    summary=f"Did number {number}",
                    detail={"number": number},
                    **where,
                ).pk
                for number in range(1, count + 1)
            ]

    area, site = recorded(LENGTH, plan=plan), recorded(2)
    seal_events()
    return Log(area, site, recorded(1, plan=plan), "leeds")


@pytest.fixture
def check_audit() -> Callable[..., tuple[int, str]]:
    """Runs the command: its exit code, and what it writes of the chains named leeds and @site."""

    def run(*arguments: str) -> tuple[int, str]:
        out = StringIO()
        try:
            call_command("check_audit", *arguments, stdout=out)
        except CommandError as fault:
            return fault.returncode, out.getvalue() + str(fault)
        return 0, out.getvalue()

    return run


def event(pk: int) -> AuditEvent:
    return AuditEvent.objects.with_content().get(pk=pk)
