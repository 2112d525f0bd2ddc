"""Threads that meet, each with its own connection to the database."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Mapping

HELD = 0.4  # seconds for which the first to come keeps its transaction open


def together(first: Callable[[], str], second: Callable[[], str]) -> list[str]:
    """The second comes while the first has done its work and not committed it yet."""
    from django.db import connection, transaction

    done, outcomes = threading.Event(), ["", ""]

    def one() -> None:
        with transaction.atomic():
            outcomes[0] = first()
            done.set()
            time.sleep(HELD)
        connection.close()

    def other() -> None:
        done.wait(timeout=20)
        outcomes[1] = second()
        connection.close()

    run(one, other)
    return outcomes


def run(*targets: Callable[[], None]) -> None:
    """Runs each in a thread, and returns when all have ended."""
    threads = [threading.Thread(target=target) for target in targets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def write(*outcomes: object) -> None:
    """Writes one line for the test that started this program."""
    sys.stdout.write(" ".join(map(str, outcomes)) + "\n")


def main(parts: Mapping[str, Callable[[], None]]) -> None:
    """Runs the part of a worker program that its first argument names."""
    import django
    from django.db import connections

    django.setup()
    parts[sys.argv[1]]()
    connections.close_all()  # SQLite then has all in its file, of which copies are made
