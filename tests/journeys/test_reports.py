"""An officer asks for the quarter as PDF; a worker makes it while they watch."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.accessibility import finds_nothing_wrong
from tests.journeys.people import Person, Someone
from tests.journeys.policy import troubles_of
from tests.journeys.screens import PLAN
from tests.journeys.service import Service

REPORTS = f"{PLAN}reports/"
ASK = re.compile("^Make PDF ?: October 2019")
FILE = re.compile(r"PDF, [\d.]+ [KM]i?B, \d+ pages")
LONG = 180.0  # seconds, for a machine that has much else to do


def is_there(person: Person) -> bool:
    """Whether the page has the file; if not, they look again, as whoever has no script does."""
    link = person.page.get_by_role("link", name=FILE)
    if not link.is_visible():
        person.page.get_by_role("link", name="Check progress").click()
    return link.is_visible()


def test_an_officer_asks_for_the_pdf_and_gets_it(
    someone: Someone, service: Service, tmp_path: Path
) -> None:
    # given a publisher, while no worker runs
    publisher = someone("publisher")
    page = publisher.page
    publisher.opens(REPORTS)
    # when they ask for October's update as PDF
    page.get_by_role("button", name=ASK).click()
    # then the request is kept, and they are told that it waits
    expect(page.get_by_role("heading", name="Waiting to start")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_be_visible()
    finds_nothing_wrong(publisher)
    # and somebody else can watch it as well, under the strict policy
    manager = someone("manager")
    troubles = troubles_of(manager)
    manager.opens(page.url)
    # and who asks for the same in a browser that runs no script is led to where it waits
    plain = someone("manager", java_script_enabled=False)
    plain.opens(REPORTS)
    plain.page.get_by_role("button", name=ASK).click()
    expect(plain.page.get_by_role("heading", name="Waiting to start")).to_be_visible()
    assert plain.page.url == page.url
    # when a worker comes
    service.run("worker")
    service.run("beat")
    # then its stage and progress are seen without a reload
    expect(page.get_by_role("heading", name="Making the PDF")).to_be_visible(timeout=LONG * 1000)
    expect(page.locator("#report")).to_contain_text(re.compile(r"\d+% done"))
    # and without script a link shows it, as often as they like, until the file is there
    service.wait_until(lambda: is_there(plain), "the PDF to be ready", within=LONG, every=0.5)
    # and then the file, with its size and pages
    link = page.get_by_role("link", name=FILE)
    expect(link).to_be_visible(timeout=LONG * 1000)
    expect(page.get_by_role("heading", name="The PDF is ready")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("status").first).not_to_be_empty()
    finds_nothing_wrong(publisher)
    expect(manager.page.get_by_role("heading", name="The PDF is ready")).to_be_visible()
    assert troubles == []
    # when they fetch it
    with page.expect_download() as begun:
        link.click()
    # then it is a PDF, under a name that says what it is
    file = tmp_path / begun.value.suggested_filename
    begun.value.save_as(file)
    assert file.suffix == ".pdf"
    assert file.read_bytes()[:5] == b"%PDF-"
    answer = publisher.context.request.get(begun.value.url)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    # and it is in Reports, for whoever may only read
    viewer = someone("viewer")
    viewer.opens(REPORTS)
    expect(viewer.page.get_by_role("button", name=ASK)).to_have_count(0)
    with viewer.page.expect_download() as begun:
        viewer.page.get_by_role("link", name=re.compile(r"October 2019.*\(PDF\)")).click()
    assert begun.value.suggested_filename == file.name
    # when it is asked for again and nothing has changed
    publisher.opens(REPORTS)
    with page.expect_download() as begun:
        page.get_by_role("button", name=ASK).click()
    # then the finished file is given at once
    begun.value.save_as(tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == file.read_bytes()
