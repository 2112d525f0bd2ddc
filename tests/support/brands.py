"""A local area with a name, a colour and a logo of its own, for tests."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.http import HttpResponse

from actions.services.area_brand import set_brand
from tests.support import pictures
from tests.support.html import Page
from wsoa.accounts.models import AreaBrand, LocalArea
from wsoa.core.logos import LogoPicture, read_logo

OVERVIEW = "/plans/sheffield-2019/"


PURPLE = "#7a1f4d"


def logo() -> LogoPicture:
    return read_logo(BytesIO(pictures.png()), "logo.png")


def branded(local_area: LocalArea, name: str = "Sheffield together", **values: Any) -> AreaBrand:
    given = {"colour": PURPLE, "logo": logo(), "alt": "Three hills"} | values
    return set_brand(by=None, local_area=local_area, name=name, **given)


def header_of(response: HttpResponse) -> str:
    return Page(response).section(".//*[contains(@class,'govuk-generic-header__logo')]").words


def current(local_area: LocalArea) -> AreaBrand | None:
    local_area.refresh_from_db()
    return local_area.brand
