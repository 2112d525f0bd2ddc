"""Times work: by one client with everything taking turns, then by eight clients each in turn."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass, field

from tests.bench.client import Answer
from tests.bench.work import Work

WARM_UP = 12  # rounds; every thread of a server has to have its connection to the database
ROUNDS = 80
CROWD_SECONDS = 1.5
SETTLE = 0.002  # seconds in which a server finishes what it does after its answer


@dataclass
class Row:
    """What one kind of work took."""

    name: str
    times: list[float] = field(default_factory=list)  # milliseconds
    cpu: list[float] = field(default_factory=list)
    queries: list[int] = field(default_factory=list)
    plain: int = 0
    sent: int = 0
    per_second: float = 0.0

    def add(self, answer: Answer, cpu: float) -> None:
        self.times.append(answer.seconds * 1000)
        self.cpu.append(cpu)
        self.queries.append(answer.queries)
        self.plain, self.sent = len(answer.content), len(answer.body)

    @property
    def p50(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.times, n=20)[18]

    @property
    def mean_cpu(self) -> float:
        return statistics.fmean(self.cpu)

    def as_dict(self) -> dict[str, float | int | str]:
        return {
            "name": self.name,
            "p50_ms": round(self.p50, 2),
            "p95_ms": round(self.p95, 2),
            "per_second_at_8": round(self.per_second, 1),
            "cpu_ms": round(self.mean_cpu, 2),
            "queries": round(statistics.median(self.queries)),
            "bytes": self.plain,
            "bytes_sent": self.sent,
        }


def measure(work: list[Work]) -> list[tuple[Work, Row]]:
    """Both: first what one client waits, then what eight get."""
    rows = one_client(work)
    eight_clients(work, rows)
    return list(zip(work, rows, strict=True))


def one_client(work: list[Work], rounds: int = ROUNDS, warm_up: int = WARM_UP) -> list[Row]:
    """Everything once a round, so that whatever slows the machine down slows all of it."""
    rows = [Row(each.name) for each in work]
    for number in range(warm_up + rounds):
        for each, row in zip(work, rows, strict=True):
            each.make_ready()
            before = each.browser.server.cpu()
            answer = each.do()
            time.sleep(SETTLE)
            if number >= warm_up:
                row.add(answer, each.browser.server.cpu() - before)
    return rows


def eight_clients(work: list[Work], rows: list[Row]) -> None:
    """Adds to each row how many requests the server answers in a second."""
    for each, row in zip(work, rows, strict=True):
        each.per_second(CROWD_SECONDS / 4)
        row.per_second = each.per_second(CROWD_SECONDS)
