"""The interactive tool as it is published, read in by the command, and then once more."""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path

from tests.bench.place import Place
from wsoa.runtime.console import ROOT

DATA = Path(os.environ.get("WSOA_DATA", ROOT.parent / "shared" / "data"))
FILE, DICTIONARY = DATA / "lait_send_long.csv", DATA / "lait_send_dictionary.csv"
MOST_SECONDS = {"postgresql": 10.0, "sqlite": 15.0}
MOST_SECONDS_AGAIN = 3.0
MOST_MIB = 300
# Beside the command there is only the start of Python and Django, which is timed along with it.
RUN = """
import json, sys
import django
django.setup()
from django.core.management import call_command
call_command("import_statistics", *sys.argv[1:], stdout=sys.stderr)
# Its own peak; that of rusage begins with what the process was that forked it.
with open("/proc/self/status") as status:
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
print(json.dumps(peak / 1024))
"""


@dataclass(frozen=True)
class ReadIn:
    """Seconds of both runs, start of Python included, and the larger peak."""

    first: float
    again: float
    peak_mib: float


def read_in(where: Place) -> ReadIn | None:
    """None where the file is not at hand."""
    if not FILE.is_file():
        return None
    first, peak = _run(where, str(FILE), f"--dictionary={DICTIONARY}")
    again, peak_again = _run(where, str(FILE))
    return ReadIn(first, again, max(peak, peak_again))


def _run(where: Place, *arguments: str) -> tuple[float, float]:
    start = time.perf_counter()
    said = where.python("-c", RUN, *arguments)
    return time.perf_counter() - start, float(json.loads(said.splitlines()[-1]))


def comparing() -> str:
    """The address of a page that has all areas, where the file was read in."""
    from indicators.models import PublishedMeasure

    return f"/statistics/{PublishedMeasure.objects.get(code='SEN_EHC_All_20wks').pk}/"
