"""A browser, the real service, and people who use it.

Every journey begins in the world that its module names (the demo's, unless it says otherwise),
whatever the journeys before it have done.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.journeys import publishing
from tests.journeys.people import Person, Someone
from tests.journeys.policy import troubles_of
from tests.journeys.service import CHROMIUM_ARGUMENTS, Service, chromium_program
from tests.support import postgres, worlds
from tests.support.once_a_run import made_once
from tests.support.worlds import World

JULY = "journeys-july"  # the folder of the world that several modules begin in
expect.set_options(timeout=15_000)  # patience for a machine that has much else to do


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a browser there is nothing to drive; where services are required, it fails."""
    if chromium_program() or os.environ.get("REQUIRE_SERVICES", "") not in {"", "0"}:
        return
    left_out = [item for item in items if item.get_closest_marker("journey")]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if left_out and reporter:
        reporter.write_line(f"{len(left_out)} journeys left out: there is no chromium")


# --- the service and the worlds that it can be in --------------------------------------------


@pytest.fixture(scope="package")
def demo_world(demo_folder: Path) -> World:
    """What `make run` shows, as at 15 November 2019; everybody is signed in."""
    return worlds.found(demo_folder, "demo")


@pytest.fixture(scope="package")
def running(worker_id: str, demo_world: World) -> Iterator[Service]:
    """The real service; each worker of pytest-xdist has its own."""
    seat = int(worker_id.removeprefix("gw")) if worker_id.startswith("gw") else 0
    service = Service(f"{postgres.RUN}_journeys_{worker_id}", seat)
    try:
        service.start(demo_world)
        yield service
    finally:
        service.stop()


@pytest.fixture(scope="package")
def july_world(run_folder: Path, running: Service, chromium: Browser, demo_world: World) -> World:
    """The demo's, in which July's update is out: put out by its people, made by a worker.

    Where the journey of July's publication has come to its end before, it is where that ended.
    """

    def make(folder: Path) -> None:
        running.enter(demo_world)
        with people_at(running, chromium) as someone:
            publishing.puts_july_out(someone, running)
        running.keep(folder, "july")

    return worlds.found(made_once(run_folder / JULY, make), "july")


@pytest.fixture
def july_is_published(run_folder: Path, service: Service) -> Callable[[], None]:
    """What the journey that puts July's update out calls at its end, to keep the world as it is."""

    def keep() -> None:
        made_once(run_folder / JULY, lambda folder: service.keep(folder, "july"))

    return keep


@pytest.fixture
def world(demo_world: World) -> World:
    """The world in which a journey begins. A module that wants another one overrides this."""
    return demo_world


@pytest.fixture
def service(running: Service, world: World) -> Service:
    """The service, in that world."""
    running.enter(world)
    return running


# --- browsers and people ---------------------------------------------------------------------


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The browser. It ends with the journeys: its event loop would be in others' way."""
    program = chromium_program()
    if program is None:
        pytest.fail("REQUIRE_SERVICES is set, and there is no chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def someone(service: Service, chromium: Browser) -> Iterator[Someone]:
    """A person with a browser of their own, signed in: `someone("lead", width=390)`.

    Whoever is "nobody" is signed out. Options are those of a Playwright browser context.
    """
    with people_at(service, chromium) as someone:
        yield someone


@contextmanager
def people_at(service: Service, chromium: Browser) -> Iterator[Someone]:
    """People at their browsers, who leave when this ends."""
    there: list[Person] = []

    def come(name: str = "nobody", *, width: int = 1280, **options: object) -> Person:
        there.append(person_at(service, chromium, name, width=width, **options))
        return there[-1]

    try:
        yield come
    finally:
        for person in there:
            person.leaves()


def person_at(
    service: Service, chromium: Browser, name: str, *, width: int = 1280, **options: object
) -> Person:
    """One person with a browser window, signed in if the world knows them."""
    assert service.world
    known = name in service.world.sign_ins
    context = chromium.new_context(
        base_url=service.address,
        viewport={"width": width, "height": 900},
        locale="en-GB",
        storage_state=service.world.cookies_of(name) if known else None,
        **options,
    )
    context.set_default_timeout(20_000)
    return Person(name, context)


@dataclass(frozen=True)
class Visitor:
    """Somebody who looks at one screen after the other, and what went wrong at the last."""

    person: Person
    troubles: list[str]

    def opens(self, path: str) -> None:
        self.troubles.clear()
        self.person.opens(path)


Visitors = Callable[..., Visitor]


@pytest.fixture(scope="package")
def windows() -> Iterator[dict[object, Visitor]]:
    """The browser windows of visitors, kept open from screen to screen."""
    windows: dict[object, Visitor] = {}
    yield windows
    for window in windows.values():
        window.person.leaves()


@pytest.fixture
def visitor(service: Service, chromium: Browser, windows: dict[object, Visitor]) -> Visitors:
    """Somebody who only looks, in a window that serves for all they look at: `visitor("lead")`."""

    def come(name: str = "nobody", *, script: bool = True) -> Visitor:
        if (name, script) not in windows:
            person = person_at(service, chromium, name)
            if not script:
                person.context.route("**/*.js", lambda route: route.abort())
            windows[name, script] = Visitor(person, troubles_of(person))
        return windows[name, script]

    return come
