"""A browser, the real service, and people who use it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.journeys.people import Person
from tests.journeys.service import CHROMIUM_ARGUMENTS, Service, chromium_program

Someone = Callable[..., Person]
expect.set_options(timeout=15_000)  # patience for a machine that has much else to do


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a browser there is nothing to drive; where services are required, it fails.

    A journey that fails is tried once more, on a new page: a machine with much else to do makes
    a browser late. What was tried twice is named at the end of the run.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))
    if chromium_program() or os.environ.get("REQUIRE_SERVICES", "") not in {"", "0"}:
        return
    left_out = [item for item in items if item.get_closest_marker("browser")]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if left_out and reporter:
        reporter.write_line(f"{len(left_out)} browser tests left out: there is no chromium")


@pytest.fixture(scope="package")
def service(worker_id: str) -> Iterator[Service]:
    """The real service, as at 15 November 2019; each worker of pytest-xdist has its own."""
    seat = int(worker_id.removeprefix("gw")) if worker_id.startswith("gw") else 0
    service = Service(f"wsoa_journeys_{worker_id}", seat)
    try:
        service.start()
        yield service
    finally:
        service.stop()


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


@pytest.fixture(scope="package")
def sign_ins() -> dict[str, dict[str, object]]:
    """The cookies of who has signed in once, so that others need not type a password again."""
    return {}


@pytest.fixture
def someone(
    service: Service, chromium: Browser, sign_ins: dict[str, dict[str, object]]
) -> Iterator[Someone]:
    """A person with a browser of their own, signed in: `someone("lead", width=390)`.

    Whoever is "nobody" is signed out. Options are those of a Playwright browser context.
    """
    there: list[Person] = []

    def come(name: str = "nobody", *, width: int = 1280, **options: object) -> Person:
        context = chromium.new_context(
            base_url=service.address,
            viewport={"width": width, "height": 900},
            locale="en-GB",
            storage_state=sign_ins.get(name),
            **options,
        )
        context.set_default_timeout(20_000)
        person = Person(name, context)
        there.append(person)
        if name != "nobody" and name not in sign_ins:
            person.signs_in()
            sign_ins[name] = context.storage_state()
        return person

    yield come
    for person in there:
        person.context.close()
