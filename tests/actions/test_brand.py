"""An administrator gives a local area its name, colour and logo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.http import HttpResponse
from django.test import Client

from actions.models import Plan
from actions.services.area_access import NotAdministrator
from actions.services.area_brand import BrandRefused, remove_brand, set_brand
from tests.support import files, pictures
from tests.support.brands import OVERVIEW, PURPLE, branded, current, header_of
from tests.support.cast import BACKEND, browser_of
from tests.support.html import Page
from wsoa.accounts.models import AreaBrand, BrandLogo, LocalArea, User
from wsoa.audit.models import AuditEvent
from wsoa.core.append_only import AppendOnly

pytestmark = pytest.mark.django_db


FORM = "/areas/sheffield/brand/"


TOO_LIGHT = "#ffcc00"


@pytest.fixture
def area(sheffield: Plan) -> LocalArea:
    return sheffield.local_area


@pytest.fixture
def administrator(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("manager")


def upload(content: bytes, name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def send(browser: Client, **fields: Any) -> HttpResponse:
    return browser.post(FORM, {"name": "Sheffield together"} | fields)


def test_an_administrator_sets_name_colour_and_logo(administrator: Client, area: LocalArea) -> None:
    sent = {"colour": "7A1F4D", "logo": upload(pictures.png()), "alt": "Three hills"}
    response = send(administrator, **sent)

    assert (response.status_code, response["Location"]) == (302, FORM)
    brand = current(area)
    assert brand
    assert brand.logo
    assert (brand.name, brand.colour, brand.logo_alt) == (
        "Sheffield together",
        PURPLE,
        "Three hills",
    )
    page = administrator.get(FORM)
    assert "Saved. Papers show it from the next time they are frozen." in Page(page).words
    assert header_of(page).startswith("Sheffield together")
    assert Page(page).field("Colour (optional)").value == PURPLE


def test_the_page_is_found_from_people_and_begins_with_the_areas_name(
    administrator: Client,
) -> None:
    people = Page(administrator.get("/areas/sheffield/people/"))
    assert people.link("Name, logo and colour of the area") == FORM
    form = Page(administrator.get(FORM))
    assert form.field("Name of the area").value == "Sheffield"
    assert "Remove the logo" not in [field.label for field in form.fields]


def test_a_new_name_keeps_the_logo_and_a_tick_removes_it(
    administrator: Client, area: LocalArea
) -> None:
    before = branded(area)
    send(administrator, name="Another", colour=PURPLE, alt="Three hills")
    after = current(area)
    assert after
    assert (after.name, after.logo_id) == ("Another", before.logo_id)

    send(administrator, name="Another", colour=PURPLE, alt="Three hills", remove_logo="on")
    without = current(area)
    assert without
    assert (without.logo, without.logo_alt) == (None, "")
    assert BrandLogo.objects.count() == 1


def test_the_brand_is_removed_once_that_was_confirmed(
    administrator: Client, area: LocalArea
) -> None:
    brand = branded(area)
    question = f"{FORM}remove/"
    page = administrator.get(FORM).content.decode()
    assert f'href="{question}"' in page
    assert f'action="{question}"' not in page
    asked = administrator.get(question).content.decode()
    assert f"the name “{brand.name}”" in asked
    assert f"the logo, {brand.logo_alt}" in asked
    assert '<form method="post"' in asked
    assert current(area) == brand
    administrator.post(f"{FORM}remove/")
    assert current(area) is None
    assert "There is nothing to remove" in administrator.get(question).content.decode()
    assert (
        header_of(administrator.get(OVERVIEW))
        == Page(administrator.get("/")).with_class("govuk-generic-header__logo")[0].words
    )


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"name": ""}, {"id_name": "Enter the name of the area"}),
        (
            {"name": "x" * 500},
            {"id_name": "Name must be 100 characters or fewer. You entered 500."},
        ),
        (
            {"name": "bell\x07"},
            {
                "id_name": "Name must be in one line, without control characters or characters "
                "that cannot be seen. Type it again, in place of pasting it."
            },
        ),
        (
            {"colour": "red;}"},
            {"id_colour": "Enter the colour as # and six digits or letters, like #1f4d5c"},
        ),
        (
            {"colour": TOO_LIGHT},
            {
                "id_colour": "White text on #ffcc00, in the header and on buttons, has a contrast "
                "of 1.5:1 and needs 4.5:1 or more. The nearest shade that passes is #907300"
            },
        ),
        (
            {"logo": upload(pictures.png())},
            {"id_alt": "Enter what the logo shows"},
        ),
        (
            {"logo": upload(b""), "alt": "Hills"},
            {"id_logo": "logo.png is empty. Choose the file again."},
        ),
        (
            {"logo": upload(files.png(20_000, 20_000)), "alt": "Hills"},
            {
                "id_logo": "logo.png is 20,000 by 20,000 pixels, which is too large. "
                "Choose a smaller picture."
            },
        ),
        (
            {"logo": upload(b"<svg><script>alert(1)</script></svg>", "a.svg"), "alt": "Hills"},
            {
                "id_logo": "a.svg is not accepted as a logo. Save the logo as PNG or JPEG, "
                "and choose that file."
            },
        ),
        (
            {"logo": upload(pictures.png() + files.plain_zip(a=b"b")), "alt": "Hills"},
            {
                "id_logo": "logo.png has other content after the end of its picture, so it was "
                "not accepted. Save the picture again as PNG, and choose that file."
            },
        ),
        (
            {"name": "", "colour": "red", "alt": "a\u202eb"},
            {
                "id_name": "Enter the name of the area",
                "id_colour": "Enter the colour as # and six digits or letters, like #1f4d5c",
                "id_alt": "Description must be in one line, without control characters or "
                "characters that cannot be seen. Type it again, in place of pasting it.",
            },
        ),
    ],
)
def test_what_is_not_accepted_is_said_and_nothing_is_kept_half(
    administrator: Client, area: LocalArea, fields: dict[str, Any], errors: dict[str, str]
) -> None:
    response = send(administrator, **fields)

    assert response.status_code == 200
    assert Page(response).errors == errors
    assert current(area) is None
    assert (AreaBrand.objects.count(), BrandLogo.objects.count()) == (0, 0)
    typed = {"name": "Sheffield together"} | fields
    for name in {"name", "colour", "alt"} & typed.keys():
        assert Page(response).value(name) == typed[name]


def test_a_good_file_beside_another_error_is_to_be_chosen_again(administrator: Client) -> None:
    sent = {"colour": TOO_LIGHT, "logo": upload(pictures.png(), "hills.png"), "alt": "Hills"}
    assert (
        "hills.png was not kept because there is another problem"
        in Page(send(administrator, **sent)).words
    )


def test_a_file_that_was_stopped_during_the_upload_is_named(administrator: Client) -> None:
    response = send(
        administrator, logo=upload(b"\x89PNG" + b"x" * 10_500_000, "huge.png"), alt="Hills"
    )
    assert Page(response).errors == {
        "id_logo": "huge.png must be smaller than 2 MB. Choose a smaller picture."
    }


def test_what_was_typed_survives_an_expired_sign_in(people: dict[str, User]) -> None:
    browser = browser_of(people["manager"])
    keep_for = Page(browser.get(FORM)).value("keep_for")
    browser.cookies.clear()
    sent = browser.post(FORM, {"name": "Typed before", "keep_for": keep_for})
    assert sent.status_code == 302
    browser.force_login(people["manager"], backend=BACKEND)
    assert Page(browser.get(FORM)).value("name") == "Typed before"


def test_who_does_not_administer_the_area_changes_nothing(
    people: dict[str, User], area: LocalArea
) -> None:
    for act in (
        lambda: set_brand(by=people["publisher"], local_area=area, name="Mine"),
        lambda: remove_brand(by=people["publisher"], local_area=area),
    ):
        with pytest.raises(NotAdministrator, match="Nothing was changed"):
            act()
    assert current(area) is None


@pytest.mark.parametrize(
    ("values", "field"),
    [({"name": ""}, "name"), ({"colour": TOO_LIGHT}, "colour"), ({"alt": ""}, "alt")],
)
def test_the_service_itself_refuses_what_the_form_does(
    area: LocalArea, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(BrandRefused, match=r"[^.]\. Nothing was changed\.$") as refused:
        branded(area, **values)
    assert refused.value.field == field
    assert (current(area), AreaBrand.objects.count(), BrandLogo.objects.count()) == (None, 0, 0)


def test_each_change_is_audited_in_the_area_and_no_change_is_not(
    people: dict[str, User], area: LocalArea
) -> None:
    def logged() -> list[str]:
        events = AuditEvent.objects.filter(verb="brand", local_area=area).order_by("pk")
        return [event.content.summary for event in events]

    first = set_brand(by=people["manager"], local_area=area, name="One")
    again = set_brand(by=people["manager"], local_area=area, name="One")
    other = branded(area, "Two")
    back = set_brand(by=people["manager"], local_area=area, name="One", remove_logo=True)
    remove_brand(by=None, local_area=area)
    assert remove_brand(by=None, local_area=area) is False

    assert first == again == back
    assert other != first
    assert logged() == [
        "Set how Sheffield shows itself: “One”, without a logo",
        "Set how Sheffield shows itself: “Two”, #7a1f4d, with the logo “Three hills”",
        "Set how Sheffield shows itself: “One”, without a logo",
        "Removed the name, colour and logo of Sheffield",
    ]


def test_a_brand_never_changes(area: LocalArea) -> None:
    brand = branded(area)
    with pytest.raises(AppendOnly):
        brand.save()
    with pytest.raises(AppendOnly):
        AreaBrand.objects.of(area).update(name="Another")


@pytest.mark.every_backend
def test_the_database_refuses_a_logo_without_a_text_alternative(area: LocalArea) -> None:
    brand = branded(area)
    without = AreaBrand(
        local_area=area, key="other", name="x", logo=brand.logo, made_at=brand.made_at
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        without.save()
