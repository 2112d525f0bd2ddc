"""The quarterly update as PDF: WeasyPrint alone, the worker's job, and asking for it again."""

from __future__ import annotations

import json
import re
import statistics
import time
from dataclasses import dataclass
from typing import Any

from tests.bench.client import Answer, Browser
from tests.bench.measure import SETTLE, Row
from tests.bench.place import Place
from tests.bench.work import PLAN
from wsoa.runtime.console import StepError

RUNS = 3
REPEATS = 40
PERIOD = "2019-10"
ASK = f"{PLAN}reports/{PERIOD}/pdf/"
FILE = re.compile(rf"{ASK}(\d+)/file/")
PROGRESS = re.compile(rf"{ASK}(\d+)/")


@dataclass(frozen=True)
class Papers:
    """Medians of the runs, and what the finished file is like."""

    alone: dict[str, float]
    job: dict[str, float]
    again: Row
    pages: int
    size: int


def papers(where: Place, manager: Browser) -> Papers:
    """Renders the paper by turns alone and as a job, then asks for the finished one again."""
    page = where.folder / "paper.html"
    page.write_text(as_html())
    token = manager.token(f"{PLAN}reports/")
    alone, jobs = [], []
    for _ in range(RUNS):
        alone.append(render(where, "alone", str(page)))
        forget_reports()
        jobs.append(render(where, "job", ask_anew(manager, token)))
    report = finished_report()
    again = ask_again(manager, token)
    return Papers(medians(alone), medians(jobs), again, pages=report.pages, size=report.size)


def render(where: Place, *arguments: str) -> dict[str, float]:
    """One run in a process of its own."""
    said = where.python("-m", "tests.bench.render_once", *arguments)
    taken: dict[str, float] = json.loads(said.splitlines()[-1])
    return taken


def medians(runs: list[dict[str, float]]) -> dict[str, float]:
    return {key: statistics.median(run[key] for run in runs) for key in runs[0]}


def as_html() -> str:
    """The very page that the job gives to WeasyPrint."""
    from actions.models import ReportingPeriod
    from governance.papers.formats import pdf
    from governance.papers.quarterly import build
    from wsoa.core.clock import today

    period = ReportingPeriod.objects.select_related("plan").get(key=PERIOD)
    return pdf.as_html(build.build_quarterly(period.plan, period, today()))


def forget_reports() -> None:
    """As if nobody had ever asked."""
    from governance.models import Report

    for report in Report.objects.all():
        report.path.unlink(missing_ok=True)
        report.delete()


def finished_report() -> Any:
    """The report that the last job made; StepError where it made none."""
    from governance.models import Report

    report = Report.objects.get()
    if not report.is_ready:
        raise StepError(f"the PDF was not made: {report.get_state_display()}. {report.error}")
    return report


def ask(manager: Browser, token: str) -> Answer:
    return manager.post(ASK, {"csrfmiddlewaretoken": token})


def ask_anew(manager: Browser, token: str) -> str:
    """Asks for the paper; the id of the row that waits for a worker."""
    answer = ask(manager, token)
    found = PROGRESS.fullmatch(answer.location)
    if found is None:
        raise StepError(f"asking for the PDF was answered with {answer.status} {answer.location}")
    return found[1]


def ask_again(manager: Browser, token: str) -> Row:
    """From asking to the link to the finished file."""
    row = Row("PDF, asked again")
    for number in range(REPEATS + 10):
        before = manager.server.cpu()
        answer = ask(manager, token)
        time.sleep(SETTLE)
        if FILE.fullmatch(answer.location) is None:
            raise StepError(f"the finished PDF was not given: {answer.status} {answer.location}")
        if number >= 10:
            row.add(answer, manager.server.cpu() - before)
    return row
