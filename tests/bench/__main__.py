"""Run it: set up, measure, print the table, write the JSON, and leave nothing behind."""

from __future__ import annotations

import signal
import sys
from contextlib import ExitStack
from types import FrameType

from tests.bench.client import Browser
from tests.bench.first_load import first_load
from tests.bench.measure import measure
from tests.bench.official import comparing, read_in
from tests.bench.pdf import papers
from tests.bench.place import FLOOR_SETTINGS, SETTINGS, Place, place, prepare
from tests.bench.published import public_pages
from tests.bench.report import Report
from tests.bench.server import Server, serving
from tests.bench.work import PLAN, Work, floor_session, full_grids, reading, saving
from wsoa.runtime.console import ROOT, StepError, Steps, print_line
from wsoa.runtime.prepare import DEMO_PASSWORD

LEAD, MANAGER = "lead@demo.example", "manager@demo.example"
STEPS = 7


def main() -> int:
    """0 where everything was measured, whatever came out; 1 where something did not work."""
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGHUP, _stop)
    try:
        with place() as where:
            report = bench(where)
    except StepError as error:
        print_line(f"wsoa: {error}")
        return 1
    except KeyboardInterrupt:
        print_line("\nwsoa: stopped")
        return 130
    print_line()
    print_line("\n".join(report.lines))
    print_line(f"\nFigures: {report.write(ROOT / 'build').relative_to(ROOT)}")
    print_line(report.verdict())
    return 0


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def bench(where: Place) -> Report:
    """Everything, step by step."""
    steps = Steps(total=STEPS)
    with steps.step(f"Preparing Sheffield's plan on {where.kind}"):
        prepare(where)
    with steps.step("Reading in official statistics, and once more"):
        statistics = read_in(where)
    with ExitStack() as running:
        with steps.step("Starting the server and the floor"):
            ours = running.enter_context(serving("wsoa", SETTINGS, where))
            floor = running.enter_context(serving("floor", FLOOR_SETTINGS, where))
        report = measured(where, steps, ours, floor)
    if statistics:
        report.statistics(statistics)
    return report


def measured(where: Place, steps: Steps, ours: Server, floor: Server) -> Report:
    """With both servers up. The PDF comes first, while the plan is as it was loaded."""
    report = Report(where.kind, database_version())
    loads = {"sign-in": first_load(Browser(ours), "/accounts/login/")}
    lead, manager, there = Browser(ours), Browser(ours), Browser(floor)
    lead.sign_in(LEAD, DEMO_PASSWORD)
    manager.sign_in(MANAGER, DEMO_PASSWORD)
    there.cookies["sessionid"] = floor_session(LEAD)
    loads["overview"] = first_load(lead, PLAN)
    with steps.step("Making the PDF, by turns alone and as a job"):
        made = papers(where, manager)
    with steps.step("Reading the pages"):
        rows = measure([*reading(lead, there), *public_pages(Browser(ours)), compare(lead)])
    with steps.step("Saving statuses"):
        rows += measure(saving(lead, there, LEAD))
    with steps.step("Reading the grid with all six quarters filled"):
        rows += measure(full_grids(lead, there))
    report.requests(rows)
    report.papers(made)
    report.first_loads(loads)
    report.lines.append("")
    for server in (ours, floor):
        report.memory(server.name, server.memory())
    return report


def compare(lead: Browser) -> Work:
    """All areas on one measure."""
    return Work(name="compare areas", path=comparing(), floor="floor: plan", aim=2.0, browser=lead)


def database_version() -> str:
    """Which database, in words."""
    from django.db import connection

    found = connection.get_database_version()
    return f"{connection.display_name} {'.'.join(map(str, found))}"


if __name__ == "__main__":
    sys.exit(main())
