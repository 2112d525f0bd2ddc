"""An area that has no plan gets one from a file, step by step, as in a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from actions.models import ActionSource, Plan, PlanImport, StatusUpdate
from actions.services.plan_imports.confirming import confirm_asked
from tests.actions.plan_imports.conftest import SMALL
from wsoa.accounts.models import LocalArea, Post, PostHolding

pytestmark = pytest.mark.django_db


def page(browser: Client, made: PlanImport, name: str, *more: object) -> str:
    response = browser.get(reverse(name, args=[made.local_area.slug, made.pk, *more]))
    assert response.status_code == 200, (name, response.status_code)
    return response.content.decode()


def send(browser: Client, made: PlanImport, name: str, **given: object) -> str:
    """The address that a form leads to."""
    response = browser.post(reverse(name, args=[made.local_area.slug, made.pk]), given)
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


@pytest.mark.every_backend
def test_from_the_file_to_the_grid(
    browser: Client, ourshire: LocalArea, uploaded: Callable[..., PlanImport]
) -> None:
    start = browser.get(reverse("plan-imports", args=[ourshire.slug])).content.decode()
    assert "Bring in a plan" in start
    made = uploaded(SMALL.encode(), "plan.txt")
    assert made.state == "read"

    tables = page(browser, made, "plan-import-tables")
    assert "Table 1" in tables
    assert "measures of success" in tables
    send(browser, made, "plan-import-tables", next="1")

    tree = page(browser, made, "plan-import-plan")
    assert "Write the strategy" in tree
    assert "Table 1, row 2" in tree

    guesses = page(browser, made, "plan-import-guesses")
    assert "SCC - HOS" in guesses
    assert "to be confirmed" in guesses.lower()
    assert made.guesses.unanswered().count() > 4
    refused = browser.post(reverse("plan-import-confirm", args=[ourshire.slug, made.pk]))
    assert refused.status_code == 200
    assert not Plan.objects.filter(local_area=ourshire).exists()
    assert "not answered" in refused.content.decode()
    for kind in dict.fromkeys(made.guesses.values_list("kind", flat=True)):
        send(browser, made, "plan-import-guesses", kind=kind, all="yes")
    assert made.guesses.unanswered().count() == 0

    summary = page(browser, made, "plan-import-confirm")
    assert "3 actions" in summary
    assert "Head of Voice" in summary
    assert send(browser, made, "plan-import-confirm") == reverse(
        "plan-import", args=[ourshire.slug, made.pk]
    )
    assert not Plan.objects.filter(local_area=ourshire).exists(), "a worker makes it"
    assert "is being brought in" in page(browser, made, "plan-import")
    assert confirm_asked(pk=made.pk)
    assert not confirm_asked(pk=made.pk), "told of it twice"
    plan = Plan.objects.get(local_area=ourshire)
    actions = {action.ref: action for action in plan.actions.with_leads()}
    assert list(actions) == ["1.1.1", "1.1.2", "1.2.1"]
    assert [lead.code for lead in actions["1.1.1"].leads.all()] == ["SCC-HoS"]
    assert str(actions["1.2.1"].start.month) == "2019-10"
    assert actions["1.1.2"].end.month is None
    statuses = StatusUpdate.objects.filter(action__plan=plan).order_by("action__order")
    assert [update.status for update in statuses] == ["on_track", "at_risk", "behind_not_started"]
    assert ActionSource.objects.get(action=actions["1.2.1"]).place == "Table 1, row 4"
    new = Post.objects.of(ourshire).get(title="Head of Voice")
    assert not PostHolding.objects.filter(post=new).exists(), "offered, never made"

    done = page(browser, made, "plan-import")
    assert "Jane Smith" in done
    assert "Undo" in done
    grid = browser.get(reverse("actions", args=[plan.slug])).content.decode()
    assert "Write the strategy" in grid
    shown = browser.get(reverse("action", args=[plan.slug, "1.2.1"])).content.decode()
    assert "row 4 of table 1 of plan.txt" in shown
    for name in ("overview", "about", "glossary", "history", "periods"):
        assert browser.get(reverse(name, args=[plan.slug])).status_code == 200, name
