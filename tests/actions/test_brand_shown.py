"""Where the name, the colour and the logo of an area are shown, and how operators set them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from actions.models import Membership, Plan
from actions.services.area_brand import set_brand
from tests.support import pictures
from tests.support.brands import OVERVIEW, PURPLE, branded, current, header_of, logo
from tests.support.cast import browser_of
from tests.support.html import Page
from tests.support.two_areas import Area
from wsoa.accounts.models import AreaRole, LocalArea, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def area(sheffield: Plan) -> LocalArea:
    return sheffield.local_area


@pytest.fixture
def administrator(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("manager")


def test_every_page_of_the_area_shows_it_and_pages_of_the_service_do_not(
    area: LocalArea, signed_in: Callable[[str], Client]
) -> None:
    brand = branded(area)
    lead = signed_in("lead")
    style = f'href="/areas/sheffield/brand/{brand.key}.css"'
    for path in (
        "/",
        "/portfolio/",
        OVERVIEW,
        "/my/updates/",
        f"{OVERVIEW}actions/5.1.6/",
        f"{OVERVIEW}reports/",
    ):
        page = lead.get(path)
        assert header_of(page).startswith("Sheffield together"), path
        assert style in page.content.decode(), path
        logo = Page(page).section(".//img")
        assert logo.attributes("./@alt") == ["Three hills"]
        assert logo.attributes("./@src") == [f"/areas/sheffield/brand/{brand.key}.png"]
    for path in ("/statuses/", "/plans/nowhere/"):
        page = lead.get(path)
        assert brand.name not in page.content.decode(), path
        assert style not in page.content.decode(), path


def test_pages_hold_no_style_of_their_own(administrator: Client, area: LocalArea) -> None:
    branded(area)
    page = administrator.get(OVERVIEW)
    assert "style-src 'self'" in page["Content-Security-Policy"]
    assert Page(page).find(".//*[@style] | .//style") == []


def test_the_colour_and_the_logo_come_from_addresses_that_caches_keep(
    administrator: Client, area: LocalArea
) -> None:
    brand = branded(area)
    style = administrator.get(reverse("brand-style", args=["sheffield", brand.key]))
    assert style.content.decode().startswith(f":root{{--brand:{PURPLE};--brand-hover:#")
    assert style["Content-Type"] == "text/css; charset=utf-8"
    picture = administrator.get(reverse("brand-logo", args=["sheffield", brand.key]))
    assert (picture.content, picture["Content-Type"]) == (logo().png, "image/png")
    assert picture["X-Content-Type-Options"] == "nosniff"
    for answer in (style, picture):
        assert answer["Cache-Control"] == "private, max-age=31536000, immutable"


def test_a_brand_without_colour_or_logo_has_no_such_addresses(
    administrator: Client, area: LocalArea
) -> None:
    brand = set_brand(by=None, local_area=area, name="Only a name")
    page = administrator.get(OVERVIEW)
    assert header_of(page).startswith("Only a name")
    assert "/brand/" not in page.content.decode()
    assert Page(page).find(".//header//img") == []
    for name in ("brand-style", "brand-logo"):
        assert administrator.get(reverse(name, args=["sheffield", brand.key])).status_code == 404
        assert administrator.get(reverse(name, args=["sheffield", "0" * 16])).status_code == 404


def test_without_a_brand_the_header_is_the_services(administrator: Client) -> None:
    home, overview = administrator.get("/"), administrator.get(OVERVIEW)
    assert header_of(home) == header_of(overview)
    for page in (home, overview):
        assert "app-brand" not in page.content.decode()


def test_words_of_a_brand_are_text(administrator: Client, area: LocalArea) -> None:
    branded(area, "<script>alert(1)</script>", alt='"><img src=x>')
    text = administrator.get(OVERVIEW).content.decode()
    assert "<script>alert(1)" not in text
    assert "<img src=x>" not in text


def test_the_header_is_that_of_the_area_whose_page_it_is(two_areas: tuple[Area, Area]) -> None:
    ours, theirs = two_areas
    ours_brand = branded(ours.plan.local_area, "Ours")
    theirs_brand = branded(theirs.plan.local_area, "Theirs", colour="#004400")
    both = theirs.people["viewer"]
    Membership.objects.create(plan=ours.plan, user=both, role="viewer")
    browser = browser_of(both)

    assert header_of(browser.get("/plans/sheffield-2019/")).startswith("Ours")
    assert header_of(browser.get("/plans/twinford-2019/")).startswith("Theirs")
    for path in ("/", "/portfolio/"):
        words = browser.get(path).content.decode()
        assert not {ours_brand.key, theirs_brand.key} & set(re.findall(r"[0-9a-f]{16}", words))
    # Each area answers for its own brands alone, even to somebody of both.
    assert browser.get(reverse("brand-logo", args=["sheffield", ours_brand.key])).status_code == 200
    for name in ("brand-logo", "brand-style"):
        wrong = reverse(name, args=["sheffield", theirs_brand.key])
        assert browser.get(wrong).status_code == 404


def test_an_administrator_without_a_plan_sees_the_brand_of_the_area(
    area: LocalArea, people: dict[str, User]
) -> None:
    branded(area)
    AreaRole.objects.create(local_area=area, user=people["stranger"])
    page = browser_of(people["stranger"]).get("/areas/sheffield/people/")
    assert header_of(page).startswith("Sheffield together")


def test_an_operator_sets_and_removes_it_by_command(
    area: LocalArea, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "logo.jpg"
    file.write_bytes(pictures.jpg())
    line = ("set_brand", "sheffield")
    call_command(*line, "--name=Sheffield together", f"--logo={file}", "--alt=Three hills")
    call_command(*line, f"--colour={PURPLE}")
    brand = current(area)
    assert brand
    assert brand.logo_id
    assert (str(brand), brand.colour, brand.logo_alt) == (
        "Sheffield together",
        PURPLE,
        "Three hills",
    )
    call_command(*line, "--colour=", "--remove-logo")
    plain = current(area)
    assert plain
    assert (plain.colour, plain.logo, plain.logo_alt) == ("", None, "")
    call_command(*line, "--remove")
    call_command(*line, "--remove")
    assert current(area) is None
    assert capsys.readouterr().out.splitlines() == [
        *["Sheffield shows itself as Sheffield together."] * 3,
        "Removed.",
        "Sheffield had no brand.",
    ]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--colour=red;}"], "Enter the colour as"),
        (["--logo=nowhere.png"], "No such file"),
        (["--name=" + "x" * 500], "100 characters or fewer"),
    ],
)
def test_a_command_that_is_refused_says_why_and_changes_nothing(
    area: LocalArea, options: list[str], words: str
) -> None:
    with pytest.raises(CommandError, match=re.escape(words)):
        call_command("set_brand", "sheffield", *options)
    assert current(area) is None
