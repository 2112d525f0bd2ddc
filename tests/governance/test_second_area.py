"""A second local area is loaded: what that may not change of the first."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from actions.models import Plan
from governance.importing.plan import load_plan
from governance.models import FormerSlug, Paper
from governance.papers.document.frozen import freeze
from governance.papers.quarterly.build_publication import build_publication
from governance.selectors.plan_export import export_plan
from governance.services.publication_drafts import prepare_publication
from tests.support import publications
from tests.support.plan_files import replace
from tests.support.two_areas import SHEFFIELD, TWINFORD, load_twin, sheffield_as_loaded
from wsoa.accounts.models import LocalArea
from wsoa.core.clock import today
from wsoa.core.yaml_source import SourceError

# --- what each shows ------------------------------------------------------------------------------


def test_the_export_of_the_first_is_the_same_after_the_second_was_loaded(
    sheffield: Plan, twin_files: Path
) -> None:
    before = export_plan(sheffield)
    twin = load_twin(twin_files)

    assert export_plan(Plan.objects.get(pk=sheffield.pk)) == before
    assert (before["local_area"], str(sheffield.local_area)) == ("Sheffield", "Sheffield")
    theirs = export_plan(twin.plan)
    assert theirs["local_area"] == "Twinford"
    assert [post["code"] for post in theirs["posts"]] == [post["code"] for post in before["posts"]]
    assert {post["holder"] for post in theirs["posts"]}.isdisjoint(
        post["holder"] for post in before["posts"]
    )


# --- publications ---------------------------------------------------------------------------------


def test_what_is_frozen_and_out_of_the_first_does_not_change(
    sheffield: Plan, twin_files: Path, client: Client
) -> None:
    people = sheffield_as_loaded().people
    july = sheffield.periods.get(key="2019-07")
    draft = prepare_publication(by=people["publisher"], plan=sheffield, period=july)
    out = publications.made(sheffield, "2019-10")
    addresses = [
        reverse(name, args=[SHEFFIELD, *more])
        for name, *more in (
            ("published-plan",),
            ("published-feed",),
            ("published-action", "1.1.1"),
            ("published-file", "2019-10/"),
        )
    ]

    def shown() -> list[bytes]:
        answers = [client.get(address) for address in addresses]
        assert {answer.status_code for answer in answers} == {200}
        return [answer.getvalue() for answer in answers]

    before, frozen = shown(), frozen_today(sheffield)

    load_twin(twin_files)

    for paper in (draft, out):
        assert Paper.objects.get(pk=paper.pk).frozen == paper.frozen
        assert Paper.objects.get(pk=paper.pk).sha256 == paper.sha256
    assert frozen_today(sheffield) == frozen, "what is frozen from now on, too"
    assert shown() == before


def frozen_today(plan: Plan) -> str:
    """The SHA-256 of the plan's July, frozen from its rows as they are."""
    plan = Plan.objects.get(pk=plan.pk)
    document = build_publication(plan, plan.periods.get(key="2019-07"), today(), before=None)
    return freeze(document).sha256


# --- what is refused ------------------------------------------------------------------------------


def test_a_slug_that_another_area_has_is_refused_without_saying_whose(
    sheffield: Plan, twin_copy: Path, capsys
) -> None:
    replace(twin_copy / "plan.yaml", f"slug: {TWINFORD}", f"slug: {SHEFFIELD}")
    before = export_plan(sheffield)
    with pytest.raises(CommandError) as refused:
        call_command("load_plan", str(twin_copy))
    told = str(refused.value)
    assert re.search(rf"plan\.yaml, line \d+ .*'{SHEFFIELD}' is taken\. Nothing that is here", told)
    assert "Sheffield" not in told.replace(str(twin_copy), "")
    assert export_plan(Plan.objects.get(pk=sheffield.pk)) == before
    assert not LocalArea.objects.filter(slug="twinford").exists(), "nothing is half loaded"


def test_an_address_that_another_plan_once_had_is_refused(sheffield: Plan, twin_copy: Path) -> None:
    FormerSlug.objects.create(plan=sheffield, slug=TWINFORD)
    with pytest.raises(SourceError, match="is taken"):
        load_plan(by=None, source=twin_copy)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (
            "local_area: Twinford",
            "local_area: SHEFFIELD",
            "'sheffield' is the slug of a local area of another name",
        ),
        (
            "local_area: Twinford",
            "local_area: Sheffield\n  local_area_slug: other",
            "'Sheffield' is the name of a local area of another slug",
        ),
        ("local_area: Twinford", 'local_area: "?"', "no slug can be made of this name"),
    ],
)
def test_a_local_area_is_known_by_name_and_slug(
    sheffield: Plan, twin_copy: Path, old: str, new: str, reason: str
) -> None:
    replace(twin_copy / "plan.yaml", old, new)
    with pytest.raises(SourceError, match=re.escape(reason)):
        load_plan(by=None, source=twin_copy)


def test_a_slug_of_the_local_area_can_be_given(sheffield: Plan, twin_copy: Path) -> None:
    area = "local_area: Twinford"
    replace(twin_copy / "plan.yaml", area, f"{area}\n  local_area_slug: twinford-and-the-moors")
    plan, _ = load_plan(by=None, source=twin_copy)
    assert (plan.local_area.slug, plan.local_area.name) == ("twinford-and-the-moors", "Twinford")
