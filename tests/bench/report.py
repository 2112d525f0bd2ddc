"""What was measured as a table for people and as JSON, with what was aimed at."""

from __future__ import annotations

import json
import platform
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.bench.measure import Row
from tests.bench.official import MOST_MIB, MOST_SECONDS, MOST_SECONDS_AGAIN, ReadIn
from tests.bench.pdf import Papers
from tests.bench.work import Work

HEADINGS = (
    *("", "p50 ms", "p95 ms", "req/s", "CPU ms", "queries", "kB", "kB sent"),
    *("x floor", "x CPU", "aim, by p50"),
)
WIDTHS = (18, 8, 8, 8, 8, 8, 8, 8, 8, 8, 18)
KB = 1000
PDF_TIMES_ALONE = 1.15
PDF_MIB = 200
AGAIN_MS = 50
FIRST_LOAD_KB = 60


@dataclass(frozen=True)
class Aim:
    """A figure, and what it may be at most."""

    name: str
    value: float
    at_most: float
    unit: str

    @property
    def met(self) -> bool:
        return self.value <= self.at_most

    def __str__(self) -> str:
        return f"<= {self.at_most:g} {self.unit}, {'met' if self.met else 'missed'}"

    def as_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "value": round(self.value, 3),
            "at_most": self.at_most,
            "unit": self.unit,
            "met": self.met,
        }


@dataclass
class Report:
    """All of one run."""

    kind: str
    database: str
    lines: list[str] = field(default_factory=list)
    aims: list[Aim] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)

    def line(self, *cells: object) -> None:
        """A line of the table: words to the left, figures to the right, the aim as it is."""
        shown = [cell if isinstance(cell, str) else _figure(cell) for cell in cells]
        first, *rest = (f"{cell:>{width}}" for cell, width in zip(shown, WIDTHS, strict=False))
        if len(cells) == len(WIDTHS):
            rest[-1] = f"  {shown[-1]}"
        self.lines.append((f"{first.strip():<{WIDTHS[0]}}" + "".join(rest)).rstrip())

    def aim(self, name: str, value: float, at_most: float, unit: str) -> Aim:
        aim = Aim(name, value, at_most, unit)
        self.aims.append(aim)
        return aim

    def requests(self, measured: list[tuple[Work, Row]]) -> None:
        """Every page, and how it stands to the floor."""
        by_name = {row.name: row for _, row in measured}
        self.line(*HEADINGS)
        self.figures["requests"] = []
        for each, row in measured:
            figures = row.as_dict()
            times, cpu, said = "", "", ""
            if each.floor:
                floor = by_name[each.floor]
                ratio, cpu_ratio = row.p50 / floor.p50, row.mean_cpu / floor.mean_cpu
                figures |= {"floor": each.floor, "times_floor": round(ratio, 3)}
                figures |= {"times_floor_cpu": round(cpu_ratio, 3)}
                times, cpu = f"{ratio:.2f}", f"{cpu_ratio:.2f}"
                said = f"of {each.floor.removeprefix('floor: ')}"
                if each.aim:
                    said += f" {self.aim(each.name, ratio, each.aim, 'x floor')}"
            self.figures["requests"].append(figures)
            self.line(*_cells(row), times, cpu, said)

    def papers(self, papers: Papers) -> None:
        """The PDF beside WeasyPrint alone."""
        ratio = papers.job["seconds"] / papers.alone["seconds"]
        time_aim = self.aim("PDF", ratio, PDF_TIMES_ALONE, "x WeasyPrint alone")
        memory_aim = self.aim("PDF, memory", papers.job["peak_mib"], PDF_MIB, "MiB")
        again_aim = self.aim("PDF, asked again", papers.again.p50, AGAIN_MS, "ms")
        self.line(*_cells(papers.again, crowd=False), "", "", str(again_aim))
        self.lines += [
            "",
            f"PDF, {papers.pages} pages, {papers.size / KB:.0f} kB, in a process of its own",
            f"  WeasyPrint alone  {_rendering(papers.alone)}",
            f"  the worker's job  {_rendering(papers.job)}",
            f"  {ratio:.2f} x WeasyPrint alone: {time_aim}; memory: {memory_aim}",
        ]
        self.figures["pdf"] = {
            "pages": papers.pages,
            "bytes": papers.size,
            "alone": _rounded(papers.alone),
            "job": _rounded(papers.job),
            "times_alone": round(ratio, 3),
            "again": papers.again.as_dict(),
        }

    def statistics(self, done: ReadIn) -> None:
        """The interactive tool read in, and once more when nothing changed."""
        most = MOST_SECONDS[self.kind]
        aims = (
            self.aim("statistics", done.first, most, "s"),
            self.aim("statistics again", done.again, MOST_SECONDS_AGAIN, "s"),
            self.aim("statistics, memory", done.peak_mib, MOST_MIB, "MiB"),
        )
        self.lines += [
            "",
            "160,140 official values, by the command with its start",
            f"  read in   {done.first:5.2f} s: {aims[0]}",
            f"  once more {done.again:5.2f} s: {aims[1]}",
            f"  peak      {done.peak_mib:5.0f} MiB: {aims[2]}",
        ]
        self.figures["statistics"] = _rounded(asdict(done))

    def first_loads(self, loads: dict[str, dict[str, int]]) -> None:
        """The whole of a first visit, by page."""
        self.lines += ["", "First page load with every file that it needs, as sent"]
        self.figures["first_load"] = {}
        for name, sizes in loads.items():
            total = sum(sizes.values())
            aim = self.aim(f"first load: {name}", total / KB, FIRST_LOAD_KB, "kB")
            self.lines.append(f"  {name:<16}{total / KB:6.1f} kB in {len(sizes)} files: {aim}")
            largest = sorted(sizes.items(), key=lambda each: -each[1])[:4]
            said = ", ".join(f"{_file(path)} {size / KB:.1f}" for path, size in largest)
            self.lines.append(f"    {said}")
            self.figures["first_load"][name] = {"bytes": total, "files": sizes}

    def memory(self, name: str, taken: dict[str, float]) -> None:
        """Of a server with its workers, after all that was asked of it."""
        pss, rss = taken["pss_mib"], taken["rss_mib"]
        self.lines.append(
            f"Memory of {name}, server and workers: {pss:.0f} MiB (PSS), {rss:.0f} MiB (sum of RSS)"
        )
        self.figures.setdefault("memory", {})[name] = _rounded(taken)

    def verdict(self) -> str:
        return f"{sum(aim.met for aim in self.aims)} of {len(self.aims)} aims met"

    def write(self, folder: Path) -> Path:
        """As JSON."""
        folder.mkdir(exist_ok=True)
        path = folder / f"bench-{self.kind}.json"
        content = {
            "database": self.database,
            "python": platform.python_version(),
            **{name: version(name) for name in ("django", "gunicorn", "weasyprint")},
            **self.figures,
            "aims": [aim.as_dict() for aim in self.aims],
            "verdict": self.verdict(),
        }
        path.write_text(json.dumps(content, indent=1) + "\n")
        return path


def _cells(row: Row, *, crowd: bool = True) -> list[object]:
    figures = row.as_dict()
    return [
        row.name,
        row.p50,
        row.p95,
        row.per_second if crowd else "",
        row.mean_cpu,
        str(figures["queries"]),
        row.plain / KB,
        row.sent / KB,
    ]


def _figure(value: object) -> str:
    return f"{value:.1f}"


def _rendering(taken: dict[str, float]) -> str:
    seconds, cpu, peak = taken["seconds"], taken["cpu"], taken["peak_mib"]
    return f"{seconds:5.2f} s, CPU {cpu:5.2f} s, peak {peak:.0f} MiB"


def _rounded(figures: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 2) for name, value in figures.items()}


def _file(path: str) -> str:
    """A file's name without its hash; a page by its address."""
    name = path.rpartition("/")[2]
    if not name:
        return path
    parts = name.split(".")
    return ".".join([*parts[:-2], parts[-1]]) if len(parts) > 2 else name
