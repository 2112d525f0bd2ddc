"""Site administrators look after what all local areas share, and nothing else."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from actions.models import Plan
from tests.support.cast import site_administrator
from wsoa.accounts.models import User
from wsoa.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
EMAIL = "publisher@demo.example"


def run(*arguments: str) -> str:
    written = StringIO()
    call_command("make_site_administrator", *arguments, stdout=written)
    return written.getvalue().strip()


def test_an_operator_makes_one_and_ends_it() -> None:
    events = AuditEvent.objects.count()
    assert run(EMAIL.upper()) == "Demo publisher is a site administrator."
    assert run(EMAIL) == "Demo publisher is a site administrator already."
    assert User.objects.get(email=EMAIL).has_perm("indicators.read_statistics")
    assert run(EMAIL, "--end") == "Demo publisher is no site administrator."
    assert not User.objects.get(email=EMAIL).has_perm("indicators.read_statistics")
    made, ended = AuditEvent.objects.order_by("pk")[events:]
    assert (made.summary, ended.summary) == (
        "Made Demo publisher site administrator",
        "Ended: Demo publisher site administrator",
    )


def test_nobody_is_made_by_an_address_that_is_not_here() -> None:
    with pytest.raises(CommandError, match=r"Nobody here has the address x@council\.example"):
        run("x@council.example")


def test_one_may_do_nothing_in_a_plan_or_a_local_area(sheffield: Plan) -> None:
    chief = site_administrator()
    assert chief.is_superuser
    asked = {
        "actions.see_plan": sheffield,
        "actions.manage_plan": sheffield,
        "actions.see_area": sheffield.local_area,
        "actions.administer_area": sheffield.local_area,
        "actions.see_area_log": sheffield.local_area,
    }
    assert [name for name, on in asked.items() if chief.has_perm(name, on)] == []


def test_one_who_may_no_longer_sign_in_may_do_nothing() -> None:
    chief = site_administrator()
    chief.is_active = False
    assert not chief.has_perm("indicators.read_statistics")
