"""The brand of a local area on public pages, and frozen with its papers."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from actions.models import Plan, ReportingPeriod
from actions.services.area_brand import remove_brand, set_brand
from governance.domain.enums import PaperState
from governance.models import Paper, PaperFile
from governance.papers import formats
from governance.papers.document.schema import Quarterly
from governance.public import editions, index
from governance.services import highlight, report_requests
from governance.services.publication_drafts import (
    correct,
    freeze_again,
    prepare_publication,
    read,
    refetch,
)
from governance.services.rendering import imprint_of
from tests.support import boards, pictures, publications
from tests.support.html import Page
from tests.support.publications import STATUSES
from tests.support.publishing_steps import ready_to_sign, sign_both
from tests.support.two_areas import Area
from wsoa.accounts.models import AreaBrand, LocalArea, User
from wsoa.core.logos import LogoPicture

pytestmark = pytest.mark.django_db
PLAN = "/published/sheffield-2019/"


@pytest.fixture(autouse=True)
def _nothing_is_kept() -> None:
    editions._KEPT.clear()


@pytest.fixture
def july(sheffield: Plan) -> ReportingPeriod:
    return sheffield.periods.get(key="2019-07")


def branded(local_area: LocalArea, name: str = "First", **values: Any) -> AreaBrand:
    logo = pictures.logo()
    drawn = LogoPicture(logo.png, logo.width, logo.height)
    given = {"colour": "#7a1f4d", "logo": drawn, "alt": logo.alt} | values
    return set_brand(by=None, local_area=local_area, name=name, **given)


def header_of(client: Client, path: str) -> str:
    return Page(client.get(path)).section("//header").words


# --- public pages ---------------------------------------------------------------------------------


def test_public_pages_of_a_plan_show_the_brand_of_its_area(client: Client, sheffield: Plan) -> None:
    publications.made(sheffield)
    brand = branded(sheffield.local_area)
    for path in (PLAN, f"{PLAN}actions/1.1.1/", f"{PLAN}ask/", f"{PLAN}alerts/"):
        page = client.get(path)
        assert Page(page).section("//header").words.startswith("First"), path
        assert f'href="{PLAN}brand/{brand.key}.css"' in page.content.decode(), path
        assert Page(page).attributes("//header//img/@src") == [f"{PLAN}brand/{brand.key}.png"]
    for path in ("/published/", "/", "/accessibility/"):
        assert "First" not in header_of(client, path)


def test_its_files_are_for_everybody_and_set_no_cookie(client: Client, sheffield: Plan) -> None:
    publications.made(sheffield)
    brand = branded(sheffield.local_area)
    style = client.get(reverse("published-brand-style", args=[sheffield.slug, brand.key]))
    picture = client.get(reverse("published-brand-logo", args=[sheffield.slug, brand.key]))
    assert style.content.startswith(b":root{--brand:#7a1f4d;")
    assert picture.content == pictures.logo().png
    for answer in (style, picture):
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize("state", [PaperState.DRAFT, PaperState.SCHEDULED])
def test_nothing_of_it_is_public_before_something_is_published(
    client: Client, sheffield: Plan, state: PaperState
) -> None:
    publications.made(sheffield, state=state)
    brand = branded(sheffield.local_area)
    for name in ("published-brand-style", "published-brand-logo"):
        assert client.get(reverse(name, args=[sheffield.slug, brand.key])).status_code == 404
    for name in ("brand-style", "brand-logo"):
        assert client.get(reverse(name, args=["sheffield", brand.key])).status_code == 302


def test_a_withdrawn_publication_is_excused_under_the_brand(
    client: Client, sheffield: Plan
) -> None:
    publications.withdraw(publications.made(sheffield))
    branded(sheffield.local_area)
    gone = client.get(f"{PLAN}2019-10/")
    assert gone.status_code == 410
    assert Page(gone).section("//header").words.startswith("First")


def test_one_areas_brand_is_never_on_the_other_areas_public_pages(
    client: Client, two_areas: tuple[Area, Area]
) -> None:
    ours, theirs = two_areas
    for area in two_areas:
        publications.made(area.plan, "2019-10", told={"wording_note": area.plan.slug})
    brand = branded(ours.plan.local_area, "Ours")
    assert header_of(client, PLAN).startswith("Ours")
    other = client.get("/published/twinford-2019/")
    assert "Ours" not in Page(other).section("//header").words
    assert brand.key not in other.content.decode()
    for name in ("published-brand-style", "published-brand-logo"):
        assert client.get(reverse(name, args=[theirs.plan.slug, brand.key])).status_code == 404


# --- frozen with a paper --------------------------------------------------------------------------


def test_a_publication_keeps_the_brand_of_its_freezing(
    people: dict[str, User], sheffield: Plan, july: ReportingPeriod
) -> None:
    first = branded(sheffield.local_area)
    paper = prepare_publication(by=people["publisher"], plan=sheffield, period=july)
    assert paper.brand == first
    branded(sheffield.local_area, "Second")
    kept = imprint_of(Paper.objects.get(pk=paper.pk)).brand
    assert kept == pictures.brand("First")


def test_a_draft_takes_a_new_brand_when_it_is_frozen_again_until_it_is_signed(
    people: dict[str, User], sheffield: Plan, july: ReportingPeriod
) -> None:
    publisher = people["publisher"]
    paper = prepare_publication(by=publisher, plan=sheffield, period=july)
    assert paper.brand is None
    second = branded(sheffield.local_area, "Second")
    ready = ready_to_sign(people, refetch(paper))
    again = freeze_again(by=publisher, paper=ready)
    assert (again.brand, again.sha256) == (second, ready.sha256)

    signed = sign_both(people, again)
    branded(sheffield.local_area, "Third")
    stays = freeze_again(by=publisher, paper=signed)
    assert (stays.brand, stays.signatures.count()) == (second, 2)


def test_what_is_published_stays_byte_for_byte_when_the_brand_changes(
    people: dict[str, User], sheffield: Plan, tmp_path: Path
) -> None:
    first = branded(sheffield.local_area)
    paper = publications.made(sheffield, "2019-07", brand=first)

    def pages() -> dict[str, bytes]:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        current = Paper.objects.get(pk=paper.pk)
        made = formats.render_pages(read(current, Quarterly), imprint_of(current), [], folder)
        return {file.name: (folder / file.name).read_bytes() for file in made}

    before = pages()
    assert {"index.html", "style.css", "logo.png"} <= before.keys()
    branded(sheffield.local_area, "Second", colour="#004400")
    assert pages() == before
    remove_brand(by=None, local_area=sheffield.local_area)
    assert pages() == before


def test_a_correction_takes_the_brand_of_its_own_day(
    people: dict[str, User], sheffield: Plan
) -> None:
    paper = publications.made(sheffield, "2019-07", brand=branded(sheffield.local_area))
    second = branded(sheffield.local_area, "Second")
    new = correct(by=people["publisher"], paper=paper, note="A number was wrong.")
    assert new.brand == second
    paper.refresh_from_db()
    assert str(paper.brand) == "First"


def test_a_logo_of_a_publication_is_served_beside_its_pages(
    client: Client, sheffield: Plan
) -> None:
    paper = publications.made(sheffield, statuses=STATUSES)
    content = pictures.logo().png
    (paper.folder / "logo.png").write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    PaperFile.objects.create(
        paper=paper,
        name="logo.png",
        form="logo",
        content_type="image/png",
        sha256=digest,
        size=len(content),
    )
    assert {"/published/sheffield-2019/2019-10/v1/logo.png", f"{PLAN}2019-10/logo.png"} <= set(
        index.files_on_show(sheffield.pk, "2019-10")
    )
    answer = client.get(f"{PLAN}2019-10/v1/logo.png")
    assert (answer.status_code, answer.content) == (200, content)
    assert answer["Content-Type"] == "image/png"
    assert "Content-Disposition" not in answer
    listed = Page(client.get(PLAN)).words
    assert "logo" not in listed
    publications.withdraw(paper)
    assert client.get(f"{PLAN}2019-10/v1/logo.png").status_code == 410


def test_a_highlight_report_keeps_the_brand_that_it_was_issued_with(
    people: dict[str, User], sheffield: Plan
) -> None:
    draft = boards.draft(sheffield, people["manager"])
    assert draft.brand is None
    first = branded(sheffield.local_area)
    again = highlight.refresh(by=people["manager"], paper=draft)
    assert again.brand == first
    issued = highlight.issue_highlight(by=people["manager"], paper=again)
    branded(sheffield.local_area, "Second")
    issued.refresh_from_db()
    assert issued.brand == first


def test_the_quarter_as_pdf_is_another_one_under_another_brand(
    people: dict[str, User], october: ReportingPeriod
) -> None:
    area = october.plan.local_area
    asked = {"by": people["manager"], "plan": october.plan, "period": october}
    plain = report_requests.request_report(**asked)
    first = branded(area)
    with_brand = report_requests.request_report(**asked)
    assert (plain.brand, with_brand.brand) == (None, first)
    assert with_brand != plain
    assert report_requests.request_report(**asked) == with_brand
    remove_brand(by=None, local_area=area)
    assert report_requests.request_report(**asked) == plain
