"""Passkeys, with a virtual authenticator of the browser: adding one, and signing in with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.accessibility import finds_nothing_wrong
from tests.journeys.passkeys import HOST, with_fingerprint_reader
from tests.journeys.people import Person
from tests.journeys.policy import troubles_of
from tests.journeys.service import Service


@pytest.fixture
def person(service: Service, chromium: Browser) -> Iterator[Person]:
    """The viewer, at a browser whose device has a fingerprint reader."""
    context = chromium.new_context(base_url=f"{HOST}:{service.port}", locale="en-GB")
    viewer = Person("viewer", context)
    with_fingerprint_reader(viewer)
    troubles = troubles_of(viewer)
    yield viewer
    viewer.leaves()
    assert troubles == []


def test_passkey_is_added_and_signs_in_without_a_password(person: Person) -> None:
    page = person.page
    # given somebody who signs in with a password and adds a passkey
    person.signs_in()
    person.opens("/accounts/two-step/app/")
    finds_nothing_wrong(person)
    person.opens("/accounts/two-step/passkeys/add/")
    finds_nothing_wrong(person)
    page.get_by_label("Name of the passkey").fill("Work laptop")
    page.get_by_role("button", name="Add this passkey").click()
    expect(page.get_by_role("heading", level=1, name="Recovery codes")).to_be_visible()
    expect(page.get_by_role("main").locator("code")).to_have_count(10)
    finds_nothing_wrong(person)
    page.get_by_role("button", name="I have kept the codes").click()
    expect(page.get_by_text("Work laptop")).to_be_visible()
    # when they sign out, and in with the passkey alone
    page.get_by_role("banner").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("banner").get_by_role("link", name="Sign in")).to_be_visible()
    person.opens("/accounts/login/?next=/accounts/sign-ins/")
    page.get_by_role("button", name="Use a passkey instead").click()
    # then they are where they wanted to be, and see how they signed in
    expect(page.get_by_role("heading", level=1, name="Your sign-ins")).to_be_visible()
    expect(page.get_by_text("signed in with a passkey")).to_be_visible()
    expect(page.get_by_text("set up a passkey")).to_be_visible()


def test_passkey_is_the_second_step_after_a_password(person: Person) -> None:
    page = person.page
    # given somebody with a passkey, signed out
    person.signs_in()
    person.opens("/accounts/two-step/passkeys/add/")
    page.get_by_role("button", name="Add this passkey").click()
    expect(page.get_by_role("heading", level=1, name="Recovery codes")).to_be_visible()
    page.get_by_role("banner").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("banner").get_by_role("link", name="Sign in")).to_be_visible()
    # when they sign in with their password
    person.opens("/accounts/login/")
    person.types_sign_in()
    # then they are asked for the passkey, and it lets them in
    expect(page.get_by_role("heading", level=1, name="Second step")).to_be_visible()
    finds_nothing_wrong(person)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("banner").get_by_role("button", name="Sign out")).to_be_visible()


def test_at_an_address_of_numbers_the_address_to_use_is_named(
    service: Service, chromium: Browser
) -> None:
    # given somebody who opened the service by its number, as no passkey is kept for one
    context = chromium.new_context(base_url=f"http://127.0.0.1:{service.port}", locale="en-GB")
    viewer = Person("viewer", context)
    with_fingerprint_reader(viewer)
    viewer.opens("/accounts/login/?next=/statuses/")
    # when they choose to sign in with a passkey
    viewer.page.get_by_role("button", name="Use a passkey instead").click()
    # then they read why not, not that their device stopped it, and the link leads where it works
    told = viewer.page.get_by_role("alert").last
    expect(told).to_contain_text("Passkeys do not work at 127.0.0.1")
    finds_nothing_wrong(viewer)
    link = told.get_by_role("link")
    there = f"{HOST}:{service.port}/accounts/login/?next=/statuses/"
    expect(link).to_have_attribute("href", there)
    link.click()
    expect(viewer.page).to_have_url(there)
    viewer.leaves()


def test_device_without_a_passkey_is_told_what_to_do(person: Person) -> None:
    # given somebody whose device has no passkey for this site
    person.opens("/accounts/login/")
    # when they choose to sign in with one
    person.page.get_by_role("button", name="Use a passkey instead").click()
    # then they are told, and can sign in another way
    expect(person.page.get_by_role("alert").last).to_contain_text("The passkey was not used")
    expect(person.page.get_by_role("link", name="Email me a code instead")).to_be_visible()
