"""The areas beside Sheffield in the demonstration: as far as their documents go, and no further."""

from __future__ import annotations

import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from actions.models import Plan
from actions.presenters.home import home
from actions.presenters.home import import_start as found_start
from actions.selectors.person_in_plans import person_in_plans
from governance.selectors.plan_export import export_plan
from tests.support.cast import browser_of
from tests.support.html import words
from tests.support.paths import ROOT
from wsoa.accounts.models import Post, User
from wsoa.core.clock import today

pytestmark = pytest.mark.django_db
SEEDS = Path(os.environ.get("WSOA_SEEDS", ROOT.parent / "shared" / "seeds"))
PLANS = {"york-2019": "003_*.txt", "staffordshire-2019": "004_*.txt"}
PAGES = (
    *("", "about/", "actions/", "indicators/", "governance/", "reports/", "publications/"),
    *("key-dates/", "statuses/", "history/", "periods/", "edit/", "edit/readiness/", "changes/"),
)


@pytest.fixture(autouse=True)
def _loaded(db: None, settings) -> None:
    settings.ON_LOOPBACK = True
    call_command("load_demo_areas", stdout=StringIO())


def source(plan: Plan) -> str:
    """The document that a plan was taken from, with single spaces and one kind of quotes."""
    found = sorted(SEEDS.glob(PLANS[plan.slug]))
    if not found:
        pytest.skip("the source documents are not here")
    return " ".join(found[0].read_text(encoding="utf-8").replace("’", "'").split())


@pytest.mark.parametrize("slug", PLANS)
def test_every_name_and_title_is_as_its_document_prints_it(slug):
    plan = Plan.objects.get(slug=slug)
    text = source(plan)
    posts = list(Post.objects.of(plan.local_area))
    printed = [
        *(area.title for area in plan.areas.all()),
        *(body.name for body in plan.bodies.all()),
        *(post.title for post in posts),
        *(post.holdings.get().holder for post in posts),
        *(term.meaning for term in plan.glossary.all()),
    ]
    flat = text.lower()
    assert [name for name in printed if name.replace("’", "'").lower() not in flat] == []


def test_york_has_its_four_areas_and_the_priorities_of_what_follows():
    plan = Plan.objects.get(slug="york-2019")
    exported = export_plan(plan)
    assert [area["ref"] for area in exported["areas"]] == ["1", "2", "3", "4"]
    follow = next(section for section in plan.sections if section["key"] == "next")
    heads = [block["h"] for block in follow["blocks"] if "h" in block]
    names = [head.partition(": ")[2] for head in heads if head.startswith("Priority")]
    assert names == ["Voice", "Sufficiency", "Early identification", "Transition"]
    assert all(f"{name.upper()}: " in source(plan) for name in names)
    judged = next(section for section in plan.sections if section["key"] == "revisit")
    heads = [block["h"] for block in judged["blocks"] if "h" in block]
    assert len(heads) == 4
    assert all(head.endswith("sufficient progress") for head in heads)


@pytest.mark.parametrize("slug", PLANS)
def test_nothing_is_made_up(slug):
    exported = export_plan(Plan.objects.get(slug=slug))
    made_up = ("outcomes", "actions", "indicators", "figures", "quarters")
    assert {name: exported[name] for name in made_up} == {name: [] for name in made_up}


@pytest.mark.parametrize("slug", PLANS)
def test_every_page_of_a_plan_without_actions_answers(slug):
    client = browser_of(User.objects.get(email=f"{slug.partition('-')[0]}@demo.example"))
    answers = {page: client.get(f"/plans/{slug}/{page}") for page in PAGES}
    assert {page: answer.status_code for page, answer in answers.items()} == dict.fromkeys(
        PAGES, 200
    )
    overview = answers[""].content.decode()
    assert "The plan has no actions yet." in overview
    assert "are complete" not in overview
    key_dates = words(answers["key-dates/"])
    assert "Written Statement of Action" in key_dates
    assert "Counted from the day on which the report was received, and that" in key_dates
    assert key_dates.count("Not entered") == 5, "the documents print months, and no days"


def test_who_administers_an_area_without_a_plan_is_led_to_bring_one_in():
    user = User.objects.get(email="new-area@demo.example")
    [area] = home(person_in_plans(user, today()), {}).to_begin
    assert (area.name, area.href) == ("Your area", found_start("your-area"))
    page = browser_of(user).get("/").content.decode()
    assert "Your area has no plan yet." in page
    assert ("Bring in your plan" in page) is bool(area.href)


def test_whoever_has_a_plan_is_not_led_to_bring_one_in():
    for name in ("york", "adviser"):
        user = User.objects.get(email=f"{name}@demo.example")
        assert home(person_in_plans(user, today()), {}).to_begin == ()


def test_loading_again_changes_nothing():
    output = StringIO()
    call_command("load_demo_areas", stdout=output)
    assert output.getvalue().strip() == "0 plans changed, 0 people made."


def test_three_areas_stand_side_by_side_and_sheffields_viewer_sees_one():
    adviser = person_in_plans(User.objects.get(email="adviser@demo.example"), today())
    assert {plan.slug for plan in adviser.plans.values()} == {"sheffield-2019", *PLANS}
    viewer = person_in_plans(User.objects.get(email="viewer@demo.example"), today())
    assert {plan.slug for plan in viewer.plans.values()} == {"sheffield-2019"}
