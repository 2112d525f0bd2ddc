"""`make screenshots`: every main page as a picture, by who uses it, at desk and phone width.

    python -m tests.screenshots

Starts the service on data of its own, takes the pictures into build/screenshots/, stops it.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from tests.journeys.passkeys import HOST, with_fingerprint_reader
from tests.journeys.people import Person
from tests.journeys.screens import PLAN, SCREENS
from tests.journeys.service import CHROMIUM_ARGUMENTS, ROOT, Service, chromium_program
from tests.support.oidc_provider import oidc_provider
from tests.support.worlds import make_demo

FOLDER = ROOT / "build" / "screenshots"
WIDTHS = (1280, 390)
ON_PAPER = ("indicators", "indicator")  # as the browser prints them on A4
LONG = 180_000  # milliseconds
Picture = Callable[[str], None]
_EHC = "ehc-plans-in-20-weeks,Plans finalised in the month"
_VISITS = "schools-with-learner-reviews,"
FAULTY = f"""\
Indicator,Series,Span,Value,Numerator,Denominator,Provisional
no-such-indicator,,2019-10,91,,,
ehc-plans-in-20-weeks,By service,2019-10,91,,,
{_EHC},autumn,91,,,
{_EHC},2019-12,91,,,
{_EHC},2019-10,"91,5",,,
{_EHC},2019-08,140 %,,,
{_EHC},2019-07,90,21,23,
{_EHC},2019-06,,30,20,
{_VISITS},2017/18,-3,,,
{_VISITS},2016/17,2.5,,,
"""

RELEASE = """\
Short Desc,Data item,Years,LA and Regions,Values,LA Number,Region
SEN_EHC_All_20wks,,2018,Sheffield,40.2,373,Yorkshire and The Humber
SEN_EHC_All_20wks,,2018,England,58.0,970,
SEN_EHC_All_20wks,,2026,Sheffield,61.5,373,Yorkshire and The Humber
SEN_EHC_All_20wks,,2026,England,-,970,
"""


BIND = """
from allauth.socialaccount.models import SocialAccount
from wsoa.accounts.models import User
from wsoa.accounts.organisation_sign_in import account_key
user = User.objects.get(email="board@demo.example")
key = account_key("{issuer}", "a1b2c3")
SocialAccount.objects.create(user=user, provider="sheffield", uid=key)
"""
SEAL = "from wsoa.audit.sealing import seal_events; seal_events()"
TAMPER = (
    'DROP TRIGGER "audit_auditevent_update"',
    "UPDATE audit_auditevent SET verb = 'accept' "
    "WHERE id = (SELECT max(id) FROM audit_auditevent WHERE sequence IS NOT NULL)",
)
MANY = """
from tests.support.many_plans import many_plans
from wsoa.accounts.models import User
many_plans(153, manager=User.objects.get(email="manager@demo.example"))
"""
COUNT = """
from actions.services.findings import renew_counts, renew_totals
from indicators.services.question_findings import renew_questions
renew_counts(), renew_totals(), renew_questions()
"""


def main() -> int:
    program = chromium_program()
    if program is None:
        print("wsoa: there is no chromium; apt-get install chromium-headless-shell brings it")
        return 1
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    for server in ("DATABASE_URL", "REDIS_URL"):  # pictures need none
        os.environ.pop(server, None)
    folder = Path(tempfile.mkdtemp(prefix="wsoa-screenshots-"))
    service = Service("wsoa_screenshots", seat=5)
    try:
        service.start(make_demo(folder))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_ARGUMENTS)
            take_all(Studio(service, browser))
            browser.close()
    finally:
        service.stop()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{len(list(FOLDER.iterdir()))} pictures in {FOLDER.relative_to(ROOT)}/")
    return 0


class Studio:
    """Takes pictures of what people have on their screens."""

    def __init__(self, service: Service, browser: Browser) -> None:
        self.service = service
        self.browser = browser
        self.there: dict[str, Person] = {}

    def person(self, name: str) -> Person:
        """The same person each time, so that nobody signs in twice."""
        if name not in self.there:
            context = self.browser.new_context(base_url=self.service.address, locale="en-GB")
            self.there[name] = Person(name, context)
            if name != "nobody":
                self.there[name].signs_in()
        return self.there[name]

    def take(self, person: Person, name: str, *, whole: bool = True) -> None:
        """What is on that screen, wide and narrow."""
        for width in WIDTHS:
            person.page.set_viewport_size({"width": width, "height": 900})
            path = FOLDER / f"{name}-{width}.png"
            person.page.screenshot(path=path, full_page=whole, animations="disabled")
        address = person.page.url.removeprefix(self.service.address)
        print(f"{name:<22} {person.name:<12} {address}", flush=True)
        person.page.set_viewport_size({"width": WIDTHS[0], "height": 900})

    def print(self, person: Person, name: str) -> None:
        """The same on paper: a PDF of A4 pages."""
        person.page.pdf(path=FOLDER / f"{name}-print.pdf", format="A4")


def take_all(studio: Studio) -> None:
    """The pages that have an address, then those that somebody has to do something for."""
    for screen in SCREENS:
        person = studio.person(screen.who)
        person.opens(screen.path)
        studio.take(person, screen.name)
        if screen.name in ON_PAPER:
            studio.print(person, screen.name)
    take_scrolled_grid(studio)
    take_update(studio)
    take_conflict(studio)
    take_faults(studio)
    take_release(studio)
    take_sign_in_with_errors(studio)
    take_report(studio)
    take_passkey(studio)
    take_organisation(studio)
    write_tampered_log(studio)
    take_portfolio(studio)  # last: the other pictures are of one plan


def take_scrolled_grid(studio: Studio) -> None:
    manager = studio.person("manager")
    manager.opens(f"{PLAN}actions/")
    manager.page.evaluate("window.scrollTo(0, 3000)")
    studio.take(manager, "grid-scrolled", whole=False)


def take_update(studio: Studio) -> None:
    """The form open in the list, and with an error."""
    lead = studio.person("lead")
    ref = lead.waiting()[0]
    form = lead.opens_row(ref)
    studio.take(lead, "my-updates-open")
    lead.chooses_nothing()
    form.get_by_label("Developments").fill("What was typed before the error.")
    form.get_by_role("button", name="Send update").click()
    expect(lead.page.get_by_role("heading", name="There is a problem")).to_be_visible()
    studio.take(lead, "my-updates-error")
    lead.page.evaluate("sessionStorage.clear()")
    lead.opens("/my/updates/")
    lead.page.get_by_role("button", name=f"No change to {ref}").click()
    expect(lead.row_of(ref)).to_contain_text("No change, Head of")
    studio.take(lead, "my-updates-one-done")


def take_conflict(studio: Studio) -> None:
    """Two people at one action, as the second sees it."""
    lead, manager = studio.person("lead"), studio.person("manager")
    ref = lead.waiting()[0]
    form = lead.opens_row(ref)
    form.get_by_label("Developments").fill("The new panel met twice in October.")
    manager.opens_update_of(ref)
    manager.page.get_by_label("Developments").fill("Terms of reference were agreed.")
    manager.page.get_by_role("button", name="Send update").click()
    expect(manager.page.get_by_text("your update was sent")).to_be_visible()
    studio.take(manager, "action-after-sending")
    form.get_by_role("button", name="Send update").click()
    expect(lead.page.get_by_text("while you were writing")).to_be_visible()
    studio.take(lead, "my-updates-conflict")


def take_faults(studio: Studio) -> None:
    """File of figures in which ten things are wrong, as it looks before anything is saved."""
    manager = studio.person("manager")
    manager.opens(f"{PLAN}indicators/import/")
    upload = {"name": "figures.csv", "mimeType": "text/csv", "buffer": FAULTY.encode()}
    manager.page.get_by_label("File of figures").set_input_files(upload)
    manager.page.get_by_role("button", name="Check file").click()
    expect(manager.page.get_by_role("heading", name="Cells with a problem")).to_be_visible()
    studio.take(manager, "import-with-ten-faults")


def take_release(studio: Studio) -> None:
    """A release that revises one figure and brings another, as it looks before it is read in."""
    site = studio.person("site-administrator")
    site.opens("/statistics/read/")
    upload = {"name": "lait.csv", "mimeType": "text/csv", "buffer": RELEASE.encode()}
    site.page.get_by_label("File", exact=True).set_input_files(upload)
    site.page.get_by_role("button", name="Check file").click()
    expect(site.page.get_by_role("heading", name="lait.csv")).to_be_visible()
    studio.take(site, "statistics-with-a-revision")


def take_sign_in_with_errors(studio: Studio) -> None:
    nobody = studio.person("nobody")
    nobody.opens("/accounts/login/")
    nobody.page.get_by_role("button", name="Sign in").click()
    expect(nobody.page.get_by_role("heading", name="There is a problem")).to_be_visible()
    studio.take(nobody, "sign-in-error")
    nobody.opens("/accounts/login/code/")
    nobody.page.get_by_label("Email address").fill("viewer@demo.example")
    nobody.page.get_by_role("main").get_by_role("button").click()
    nobody.page.wait_for_url("**/confirm/**")
    studio.take(nobody, "sign-in-code")


def take_report(studio: Studio) -> None:
    """A PDF that waits, is being made, and is ready."""
    publisher = studio.person("publisher")
    page = publisher.page
    publisher.opens(f"{PLAN}reports/")
    page.get_by_role("button", name=re.compile("^Make PDF ?: October 2019")).click()
    expect(page.get_by_role("heading", name="Waiting to start")).to_be_visible()
    studio.take(publisher, "report-waiting")
    studio.service.run("worker")
    studio.service.run("beat")
    expect(page.get_by_role("heading", name="Making the PDF")).to_be_visible(timeout=LONG)
    studio.take(publisher, "report-being-made")
    expect(page.get_by_role("heading", name="The PDF is ready")).to_be_visible(timeout=LONG)
    studio.take(publisher, "report-ready")


def take_passkey(studio: Studio) -> None:
    """Adding a passkey, and signing in with it."""
    context = studio.browser.new_context(base_url=f"{HOST}:{studio.service.port}", locale="en-GB")
    viewer = Person("viewer", context)
    with_fingerprint_reader(viewer)
    page = viewer.page
    viewer.signs_in()
    viewer.opens("/accounts/two-step/passkeys/add/")
    page.get_by_label("Name of the passkey").fill("Work laptop")
    page.get_by_role("button", name="Add this passkey").click()
    expect(page.get_by_role("heading", level=1, name="Recovery codes")).to_be_visible()
    page.get_by_role("banner").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("banner").get_by_role("link", name="Sign in")).to_be_visible()
    viewer.opens("/accounts/login/?next=/accounts/sign-ins/")
    studio.take(viewer, "sign-in-with-a-passkey")
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page.get_by_text("signed in with a passkey")).to_be_visible()
    studio.take(viewer, "signed-in-with-a-passkey")
    viewer.leaves()


def take_organisation(studio: Studio) -> None:
    """Signing in by an organisation, to whose account the board member is bound already."""
    service = studio.service
    with oidc_provider({"sub": "a1b2c3", "email": "board@demo.example"}) as port:
        issuer = f"http://localhost:{port}"
        of_sheffield = {"ISSUER": issuer, "CLIENT_ID": "wsoa", "CLIENT_SECRET": "s"}
        named = {f"OIDC_SHEFFIELD_{name}": value for name, value in of_sheffield.items()}
        named["OIDC_SHEFFIELD_NAME"] = "Sheffield City Council"
        service.environment |= {"OIDC_AREAS": "sheffield"} | named
        service.manage("shell", "-c", BIND.format(issuer=issuer))
        service.end("web")
        service.run("web")
        service.wait_until(service.answers, "the web server to answer")
        context = studio.browser.new_context(base_url=f"{HOST}:{service.port}", locale="en-GB")
        member = Person("board", context)
        member.opens("/accounts/login/?next=/accounts/sign-ins/")
        studio.take(member, "sign-in-by-an-organisation")
        member.page.get_by_role("link", name="Sheffield City Council").click()
        member.page.locator("input[name=sub]").fill("a1b2c3")
        member.page.get_by_role("button").first.click()
        expect(member.page.get_by_text("signed in with their organisation")).to_be_visible()
        studio.take(member, "signed-in-by-an-organisation")
        member.leaves()


def write_tampered_log(studio: Studio) -> None:
    """What the operator reads of a log that somebody changed past the application, as a text."""
    service = studio.service
    service.manage("shell", "-c", SEAL)
    for statement in TAMPER:
        service.database.execute(statement)
    report = service.manage("check_audit", may_fail=True)
    assert "Changed event" in report, report
    (FOLDER / "check-audit-of-a-tampered-log.txt").write_text(report)


def take_portfolio(studio: Studio) -> None:
    """The portfolio of somebody in 153 plans more, as a worker has counted them."""
    studio.service.manage("shell", "-c", MANY)
    manager = studio.person("manager")
    manager.opens("/portfolio/")
    studio.service.manage("shell", "-c", COUNT)
    manager.opens("/portfolio/")
    studio.take(manager, "portfolio-of-many-plans")


if __name__ == "__main__":
    sys.exit(main())
