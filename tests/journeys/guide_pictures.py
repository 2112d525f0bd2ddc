"""The pictures of the guide, made by a browser on the demonstration.

    python -m tests.journeys.guide_pictures [PAGE ...]

Starts the service on data of its own, takes the pictures into docs/guide/pictures/, stops it. Each
is what a person of that role sees, at the width of a small laptop, cut to its upper part.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.people import Person
from tests.journeys.service import CHROMIUM_ARGUMENTS, ROOT, Service, chromium_program
from tests.support.worlds import environment, make_demo

FOLDER = ROOT / "docs" / "guide" / "pictures"
WIDTH, HEIGHT = 1000, 640
COLOURS = 64  # text and flat areas: more makes the file larger and nothing clearer


class GuidePicture(NamedTuple):
    """A picture: for which page of the guide, who sees it, and at which address.

    `steps` are the words that are pressed there, one after the other; `at` is what is scrolled to
    the top then, which is the top of the page where nothing is given.
    """

    page: str
    person: str
    path: str
    steps: tuple[str, ...] = ()
    at: str = ""


_PLAN = "/plans/sheffield-2019/"
_REPORT = f"{_PLAN}highlights/2019-10-31/"
PICTURES = (
    GuidePicture("lead-no-change", "lead", "/my/updates/"),
    GuidePicture("lead-later-date", "lead", f"{_PLAN}actions/6.1.2/dates/", at="Request a new"),
    GuidePicture("manager-bring-in-a-plan", "new-area", "/"),
    GuidePicture(
        "manager-open-a-round", "manager", f"{_PLAN}periods/", at="Open a reporting round"
    ),
    GuidePicture(
        "manager-hand-over-a-post", "manager", "/areas/sheffield/people/posts/SCC-HoS/hand-over/"
    ),
    GuidePicture("board-read-the-report", "board", _REPORT),
    GuidePicture("board-ask", "board", _REPORT, ("Ask about this",), "Ask about this"),
    GuidePicture("publisher-publish", "publisher", f"{_PLAN}publications/"),
    GuidePicture("publisher-correct", "publisher", f"{_PLAN}publications/", ("Prepare",)),
    GuidePicture("status-meanings", "viewer", "/statuses/"),
    GuidePicture("key-dates", "manager", f"{_PLAN}key-dates/"),
    GuidePicture("set-up-in-an-hour", "manager", "/areas/sheffield/people/"),
)


def main() -> int:
    program = chromium_program()
    if program is None:
        sys.stdout.write("wsoa: there is no chromium on this machine\n")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    for server in ("DATABASE_URL", "REDIS_URL"):  # pictures need none
        os.environ.pop(server, None)
    folder = Path(tempfile.mkdtemp(prefix="wsoa-guide-"))
    world = make_demo(folder)
    env = environment(world.var, world.database, "")
    subprocess.run([sys.executable, "manage.py", "load_demo_areas"], cwd=ROOT, env=env, check=True)
    service = Service("wsoa_guide", seat=6)
    try:
        service.start(world)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_ARGUMENTS)
            wanted = sys.argv[1:] or [picture.page for picture in PICTURES]
            for picture in (picture for picture in PICTURES if picture.page in wanted):
                take(browser, service.address, picture)
            browser.close()
    finally:
        service.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def take(browser: Browser, address: str, picture: GuidePicture) -> None:
    """Signs in as the person, goes there step by step, and takes the picture."""
    size = {"width": WIDTH, "height": HEIGHT}
    context = browser.new_context(base_url=address, locale="en-GB", viewport=size)
    person = Person(picture.person, context)
    person.signs_in()
    page = person.page
    answer = page.goto(picture.path)
    assert answer, picture
    assert answer.ok, picture
    for step in picture.steps:
        page.get_by_role("button", name=step).or_(page.get_by_text(step)).first.click()
        page.wait_for_load_state()
    if picture.at:
        page.get_by_text(picture.at).first.evaluate("element => element.scrollIntoView()")
        page.evaluate("window.scrollBy(0, -20)")
    taken = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    path = FOLDER / f"{picture.page}.png"
    taken.quantize(COLOURS).save(path, optimize=True)
    sys.stdout.write(f"{picture.page}: {path.stat().st_size // 1024} KB\n")
    context.close()


if __name__ == "__main__":
    sys.exit(main())
