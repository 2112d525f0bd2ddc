"""The frame of a page: its menu, the current item, and its texts."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory

from wsoa.accounts.models import User
from wsoa.web.extension_points import FOOTER_LINKS, FRAME_TEXTS, MENU, FrameTexts, Link, SiteLink
from wsoa.web.page_frame import PageFrame


def frame_of(path: str) -> PageFrame:
    return PageFrame(RequestFactory().get(path))


def nowhere(request: HttpRequest) -> None:
    return None


def whole(request: HttpRequest) -> Link:
    return Link("Whole", "/plans/york/", is_above=True)


def actions(request: HttpRequest) -> Link:
    return Link("Actions", "/plans/york/actions/")


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/plans/york/", ["page", ""]),
        ("/plans/york/actions/", ["", "page"]),
        ("/plans/york/actions/1.1/", ["", "true"]),
        ("/plans/york/history/", ["", ""]),
        ("/", ["", ""]),
    ],
)
def test_the_current_item_is_marked_on_its_page_and_on_those_below(
    path: str, current: list[str]
) -> None:
    with MENU.replaced(whole=whole, actions=actions, nowhere=nowhere):
        items = list(frame_of(path).menu())
    assert [item.label for item in items] == ["Whole", "Actions"]
    assert [item.here for item in items] == current


@pytest.mark.parametrize(("user", "shown"), [(User(), ["password"]), (AnonymousUser(), [])])
def test_a_link_for_signed_in_people_is_hidden_from_others(
    user: User | AnonymousUser, shown: list[str]
) -> None:
    frame = frame_of("/")
    frame.request.user = user
    password = SiteLink("password", "account_change_password", for_signed_in=True)
    with FOOTER_LINKS.replaced(password=password, nowhere=nowhere):
        assert [link.label for link in frame.footer_links()] == shown


def test_a_request_refused_before_authentication_has_a_frame() -> None:
    frame = frame_of("/")
    assert list(frame.menu()) == []
    assert list(frame.footer_links())
    assert frame.texts == FrameTexts()


def test_each_text_comes_from_the_first_source_that_has_it() -> None:
    def one(request: HttpRequest) -> FrameTexts:
        return FrameTexts(signed_in_as="one", footnote="one")

    def two(request: HttpRequest) -> FrameTexts:
        return FrameTexts("two", "two", "two")

    with FRAME_TEXTS.replaced(one=one, two=two):
        assert frame_of("/").texts == FrameTexts("one", "two", "one")
    with FRAME_TEXTS.replaced():
        assert frame_of("/").texts == FrameTexts()
