"""One rendering in a process of its own, which says what it took. Started by pdf.py.

python -m tests.bench.render_once alone FILE.html     WeasyPrint and nothing else
python -m tests.bench.render_once job PK              a report, as a worker makes it
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django

MIB = 1024  # kilobytes


def main() -> None:
    """What a worker has loaded at its start is not counted; what it loads for the job is."""
    django.setup()
    kind, what = sys.argv[1:]
    work = {"alone": alone, "job": job}[kind](what)
    before = resource.getrusage(resource.RUSAGE_SELF)
    started = time.perf_counter()
    work()
    taken = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"seconds": taken, "cpu": cpu, "peak_mib": after.ru_maxrss / MIB}))


def alone(page: str) -> Callable[[], None]:
    """The page with the print style, written beside it as PDF/UA-1."""
    from governance.papers.formats.pdf import STYLE, make_fetcher, style_sheet

    source = Path(page)

    def work() -> None:
        from weasyprint import CSS, HTML

        fetcher = make_fetcher()
        style = CSS(string=style_sheet(STYLE), url_fetcher=fetcher)
        html = HTML(string=source.read_text(), url_fetcher=fetcher)
        html.write_pdf(source.with_suffix(".pdf"), stylesheets=[style], pdf_variant="pdf/ua-1")

    return work


def job(pk: str) -> Callable[[], None]:
    """The task itself, in a process that has loaded what Celery's worker loads."""
    import wsoa.celery
    from governance.tasks import render_report

    wsoa.celery.app.loader.import_default_modules()
    return lambda: render_report(int(pk))


if __name__ == "__main__":
    main()
