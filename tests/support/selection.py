"""Which tests are of which sort, and which of them run where. This module is the whole rule.

Each test has exactly one of three markers, by what it uses:

    journey      lies in tests/journeys: a real browser and the real service
    integration  uses the database, in a transaction of its own
    unit         uses neither

Three more are written in the test module, because only its author knows:

    services     real processes, second connections or a broker
    long         a long proof, which only `make test-long` runs
    one_backend  asks once more for pages that a test on every backend asks for

Two more are worked out here:

    every_backend  can come out differently on another database or broker
    stretch        runs short in `make test` and at full length in `make test-long`

`make test` runs all but `long` on SQLite with the embedded broker, and `every_backend and not long`
on PostgreSQL with Redis. So every test runs at least once. `make test-long` runs
`long or stretch` on both, with many examples.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import hypothesis
import pytest
from xdist.scheduler import LoadScopeScheduling

TESTS = Path(__file__).parents[1]
LONG = "long"  # the profile of `make test-long`; any other is short
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup"}
EVERY_SCREEN = "tests/journeys/test_accessibility.py"
HOUSE = "tests/test_house"
PAGE_FIXTURES = {"client", "rf", "signed_in"}
# Pages, and files that are made of data in memory: the database has no say in how they look.
RENDERING = (
    "*/test_*_page.py",
    "*/test_*_pages.py",
    "governance/formats/*",
    "governance/test_highlight_files.py",
    "governance/test_pdf.py",
)

# How long an example takes says more of the machine's load than of the code.
_COMMON = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
hypothesis.settings.register_profile("short", max_examples=25, derandomize=True, **_COMMON)
hypothesis.settings.register_profile(LONG, max_examples=1000, **_COMMON)
hypothesis.settings.load_profile("short")


@pytest.fixture(scope="session")
def length() -> Callable[[int, int], int]:
    """How often to repeat something: `length(12, 400)` is 12, and 400 in `make test-long`."""

    def choose(short: int, full: int) -> int:
        return full if is_full_length() else short

    return choose


def is_full_length() -> bool:
    """Whether this is `make test-long`."""
    return hypothesis.settings.get_current_profile_name() == LONG


@pytest.hookimpl(tryfirst=True, wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """Mark each test, and put first what takes long, so that no worker is left with it alone.

    The order is made last: pytest-django puts to the end whatever asks for no database of its
    tests, which is most of what takes long.
    """
    for item in items:
        item.add_marker(sort_of(item))
        if runs_on_every_backend(item):
            item.add_marker("every_backend")
        if "length" in fixtures_of(item) or is_property(item):
            item.add_marker("stretch")
    yield
    items.sort(key=_turn)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Together | None:
    """In place of xdist's own loadgroup, which with pytest 9.2 takes every test for a group."""
    return Together(config, log) if config.getvalue("dist") == "loadgroup" else None


class Together(LoadScopeScheduling):
    """Gives one worker what belongs together.

    What real processes a module starts and which databases it fills serves all of its tests, as
    does what a module of one group reads; and journeys share a service and a browser. Every screen
    in turn is as long as all other journeys together: it has a service and a browser of its own.
    """

    def _split_scope(self, nodeid: str) -> str:
        module, _, _ = nodeid.partition("::")
        if module.startswith("tests/journeys/"):
            return module if module == EVERY_SCREEN else "journeys"
        if module.startswith(HOUSE):
            return HOUSE  # each parses all of the code
        return module if _stays_together(module) else nodeid


@cache
def _stays_together(module: str) -> bool:
    text = (TESTS.parent / module).read_text()
    return "mark.services" in text or "mark.xdist_group" in text


def sort_of(item: pytest.Item) -> str:
    """`journey`, `integration` or `unit`."""
    if place_of(item).startswith("journeys/"):
        return "journey"
    if item.get_closest_marker("django_db") or DATABASE_FIXTURES & fixtures_of(item):
        return "integration"
    return "unit"


def runs_on_every_backend(item: pytest.Item) -> bool:
    """Whether another database or broker could make a difference.

    What asks for pages does not: the permission table, which asks for every page there is on
    behalf of every role, says of itself that it runs on every backend. Nor do processes that have
    neither tables nor a broker, as the web server with its slow clients.
    """
    if item.get_closest_marker("every_backend"):
        return True
    if item.get_closest_marker("one_backend"):
        return False
    if item.get_closest_marker("services"):
        return needs_tables(item) or bool(item.get_closest_marker("journey"))
    if not item.get_closest_marker("integration"):
        return False
    renders = any(fnmatch(place_of(item), pattern) for pattern in RENDERING)
    return not renders and not PAGE_FIXTURES & fixtures_of(item)


def needs_tables(item: pytest.Item) -> bool:
    """Whether it waits for a database: that of tests, or one beside it."""
    return sort_of(item) == "integration" or "first_database" in fixtures_of(item)


def is_property(item: pytest.Item) -> bool:
    """Whether Hypothesis makes up what it is tried with."""
    return bool(hypothesis.is_hypothesis_test(getattr(item, "obj", None)))


def place_of(item: pytest.Item) -> str:
    """Its module below tests/, such as "governance/formats/test_word.py"."""
    return item.path.relative_to(TESTS).as_posix() if item.path.is_relative_to(TESTS) else ""


def fixtures_of(item: pytest.Item) -> set[str]:
    """All fixtures that it uses, by way of others too."""
    return set(getattr(item, "fixturenames", ()))


def _turn(item: pytest.Item) -> int:
    """First the journeys, which take longest, and every screen; then, for the others, processes.

    Of these first what asks for no database, while the worker of the journeys makes the tables;
    last of them what is kept together for another reason, which is as long.
    """
    if item.get_closest_marker("journey"):
        return int(item.nodeid.startswith(EVERY_SCREEN))
    if not item.get_closest_marker("services"):
        return 3 if item.get_closest_marker("xdist_group") else 4
    return 3 if needs_tables(item) else 2
