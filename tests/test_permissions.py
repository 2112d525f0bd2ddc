"""Who may do what: every role at every address, as one table.

Unknown to you is 404, yours to see but not to change 403, signed out a way to sign in (302).

`make test` asks the whole table on SQLite and a quarter of it on PostgreSQL, and at the wall
between areas two roles at each address, so that each role comes to a share of all addresses.
`make test-long` asks everything of everybody on both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from html import unescape
from random import Random
from typing import NamedTuple

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from actions.models import Action
from tests.support.address_world import World
from tests.support.addresses import OF_THE_SITE, PLAN, ROLES, TABLE, Access
from tests.support.cast import SITE_ADMINISTRATOR
from tests.support.savepoints import pages_undone, undone

# Both areas with all that is in them are made once, for one worker.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("permissions")]
SIGN_IN = "/accounts/login/"
WRITES = {"INSERT", "UPDATE", "DELETE"}  # besides of the session, which notes that it is used
# What has to be sent for the address to be one at all.
SENT = {"publications": {"key": "2019-07"}, "publication": {"do": "review", "version": "1"}}


def words_for(action: str) -> dict[str, object]:
    """A form as somebody of Sheffield sends it who has just opened it."""
    last = Action.objects.get(plan__slug=PLAN, ref=action).updates.filter(superseded_by=None).last()
    month = {"forecast_0": "2", "forecast_1": "2020"}  # of an action that is late
    return {"status": "at_risk", "developments": "It goes on.", "based_on": last.pk, **month}


def fields_of(entry: Access) -> dict[str, object]:
    """What is sent with a request, if anything."""
    if entry.method == "post" and len(entry.args) == 2 and "." in entry.args[1]:
        return words_for(entry.args[1])
    return SENT.get(entry.name, {})


STRANGER = ROLES.index("stranger")
INSIDERS = ROLES[:STRANGER]
# Both areas have published, and everybody may read what.
OF_BOTH = {"published-plans"}


@pytest.fixture(autouse=True)
def _no_row_is_kept(worlds: tuple[World, World]) -> None:
    """In place of the fixture of all tests: what pages keep stays good from line to line of the
    table, since each request is undone. That people of both areas ask one cache is part of it.
    """


class Answer(NamedTuple):
    """What a request was answered with."""

    status: int
    location: str
    text: str


def answer_to(browser: Client, entry: Access, address: str) -> Answer:
    """The answer to a request; what it did is undone."""
    with undone(), nullcontext() if entry.method == "get" else pages_undone():
        response = getattr(browser, entry.method)(address, fields_of(entry))
        body = b"".join(response) if response.streaming else response.content
    text = body.decode(errors="replace")
    return Answer(response.status_code, response.get("Location", ""), text)


def marks_in(text: str, world: World) -> list[str]:
    plain = unescape(text)
    return [mark for mark in world.marks if mark in plain]


def title_of(entry: Access) -> str:
    return f"{entry.method} {entry.name} {entry.args}"


ON_EVERY_BACKEND = set(Random(2019).sample(range(len(TABLE)), len(TABLE) // 4))
# What reads the same querysets in the same way, whoever asks: a quarter stands for all of it.
QUARTER_ON_OTHERS = [
    pytest.param(entry, marks=[] if place in ON_EVERY_BACKEND else [pytest.mark.one_backend])
    for place, entry in enumerate(TABLE)
]


@pytest.mark.parametrize("entry", QUARTER_ON_OTHERS, ids=title_of)
def test_every_role_at_every_address_and_no_get_writes(
    entry: Access, worlds: tuple[World, World]
) -> None:
    assert faults_at(entry, *worlds) == [], worlds[0].address(entry)


@pytest.mark.long
@pytest.mark.every_backend
@pytest.mark.parametrize("entry", TABLE, ids=title_of)
def test_the_whole_table_on_every_backend(entry: Access, worlds: tuple[World, World]) -> None:
    assert faults_at(entry, *worlds) == [], worlds[0].address(entry)
    assert_a_stranger_but_to_what_areas_share(entry, *worlds)


def faults_at(entry: Access, world: World, other: World) -> list[str]:
    """What is not as the table has it when every role in turn asks for the address."""
    address = world.address(entry)
    faults = []
    for role, expected in zip(ROLES, entry.answers, strict=True):
        with CaptureQueriesContext(connection) as queries:
            answer = answer_to(world.browser(role), entry, address)
        who = role or "nobody"
        if answer.status != expected:
            faults.append(f"{who}: {answer.status}, not {expected}")
        elif expected == 403 and "govuk-body" not in answer.text:
            faults.append(f"{who}: refused without words")
        elif expected == 302 and not role and not answer.location.startswith(SIGN_IN):
            faults.append(f"{who}: sent to {answer.location}, not to sign in")
        if entry.method == "get":
            asked = [query["sql"] for query in queries if "django_session" not in query["sql"]]
            verbs = {sql.split()[0] for sql in asked}
            faults += [f"{who}: {verb} by a GET" for verb in sorted(verbs & WRITES)]
        if role in INSIDERS and entry.name not in OF_BOTH:
            faults += [f"{who}: reads {mark}" for mark in marks_in(answer.text, other)]
    return faults


# --- the wall between local areas -----------------------------------------------------------------

# Official statistics are everybody's, and who may read none in is told so whatever they ask for; a
# link of an email answers for whom it was sent to alone.
SHARED = {
    "statistics-compare": {200},
    "statistics-areas": {200},
    "statistics-chart": {200},
    "statistics-preview": {403},
    "signed-link": {403},
}
OF_AN_AREA = [
    entry
    for entry in TABLE
    if entry.args
    and (entry.answers[STRANGER] == 404 or entry.name in SHARED)
    and entry.name != "feed-nowhere"  # it is of no area: it answers everybody alike
]
OWN_PAGES = [entry for entry in TABLE if entry.method == "get" and entry.name not in OF_BOTH]
MISSING = Access("overview", "get", ("nowhere-2019",), ())


@pytest.fixture(scope="session")
def roles_at(length: Callable[[int, int], int]) -> Callable[[Access], Sequence[str]]:
    """The insiders who come to an address: two of them, by its place in the table; or all."""
    many = length(2, len(INSIDERS))

    def choose(entry: Access) -> Sequence[str]:
        return Random(TABLE.index(entry)).sample(INSIDERS, many)

    return choose


@pytest.fixture(scope="module")
def unknown(worlds: tuple[World, World]) -> dict[tuple[int, str], list[str]]:
    """What each insider of each area is told of a plan that nobody has."""
    return {
        (place, role): told_by(answer_to(own.browser(role), MISSING, own.address(MISSING)).text)
        for place, own in enumerate(worlds)
        for role in INSIDERS
    }


def told_by(page: str) -> list[str]:
    """The lines of a page that are the same however often it is asked for."""
    return [entry for entry in page.splitlines() if "csrf" not in entry]


@pytest.mark.one_backend
@pytest.mark.parametrize("entry", OF_AN_AREA, ids=title_of)
def test_an_area_is_unknown_to_everybody_of_another(
    entry: Access,
    worlds: tuple[World, World],
    unknown: dict[tuple[int, str], list[str]],
    roles_at: Callable[[Access], Sequence[str]],
) -> None:
    expected = SHARED.get(entry.name, {404})
    faults = []
    for place, (own, other) in enumerate((worlds, worlds[::-1])):
        address = other.address(entry)
        for role in roles_at(entry):
            answer = answer_to(own.browser(role), entry, address)
            if answer.status == 404 and told_by(answer.text) != unknown[place, role]:
                faults.append(f"{role} at {address}: not what a missing plan answers")
            if answer.status not in expected:
                faults.append(f"{role} at {address}: {answer.status}")
            reads = marks_in(answer.text, other)
            faults += [f"{role} at {address}: reads {mark}" for mark in reads]
    assert faults == []


@pytest.mark.parametrize("entry", QUARTER_ON_OTHERS, ids=title_of)
def test_a_site_administrator_is_a_stranger_but_to_what_areas_share(
    entry: Access, worlds: tuple[World, World]
) -> None:
    assert_a_stranger_but_to_what_areas_share(entry, *worlds)


def assert_a_stranger_but_to_what_areas_share(entry: Access, world: World, other: World) -> None:
    """What a site administrator is answered, who is in no plan of either area."""
    answer = answer_to(world.browser(SITE_ADMINISTRATOR), entry, world.address(entry))
    expected = OF_THE_SITE.get((entry.name, entry.method), entry.answers[STRANGER])
    assert answer.status == expected
    if entry.name.startswith("statistics"):
        assert marks_in(answer.text, world) + marks_in(answer.text, other) == []


@pytest.mark.one_backend
@pytest.mark.parametrize("entry", OWN_PAGES, ids=title_of)
def test_a_page_of_the_second_area_names_nothing_of_the_first(
    entry: Access, worlds: tuple[World, World], roles_at: Callable[[Access], Sequence[str]]
) -> None:
    """The other way about is in the test of every role."""
    other, own = worlds
    faults = []
    for role in roles_at(entry):
        answer = answer_to(own.browser(role), entry, own.address(entry))
        faults += [f"{role}: reads {mark}" for mark in marks_in(answer.text, other)]
    assert faults == [], own.address(entry)


def test_a_list_asked_for_another_areas_plan_is_unknown(worlds: tuple[World, World]) -> None:
    lists = [entry for entry in TABLE if entry.name in {"my-updates", "no-change-to-many"}]
    lists.append(Access("statistics", "get", (), ()))
    for own, other in (worlds, worlds[::-1]):
        for entry in lists:
            address = f"{reverse(entry.name)}?plan={other.names[PLAN]}"
            for role in INSIDERS:
                answer = answer_to(own.browser(role), entry, address)
                assert (answer.status, marks_in(answer.text, other)) == (404, []), (role, entry)


def test_a_missing_plan_and_a_plan_of_others_answer_alike(world: World) -> None:
    stranger = world.browser("stranger")
    unknown = stranger.get("/plans/nowhere-2019/")
    others = stranger.get("/plans/sheffield-2019/")
    assert (unknown.status_code, others.status_code) == (404, 404)
    assert told_by(unknown.content.decode()) == told_by(others.content.decode())


def test_the_table_knows_every_address_of_ours():
    def names(resolver: URLResolver) -> set[str]:
        found: set[str] = set()
        for each in resolver.url_patterns:
            if isinstance(each, URLPattern):
                found.add(str(each.name))
            elif "accounts/" not in str(each.pattern):
                found |= names(each)
        return found

    assert {entry.name for entry in TABLE} == names(get_resolver())
