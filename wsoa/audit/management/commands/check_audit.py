"""manage.py check_audit [--head AREA:N:HASH] [--heads FILE]"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from wsoa.audit.chain import NotAHead, parse_head
from wsoa.audit.checking import ChainCheck, KnownHead, check_log
from wsoa.audit.heads import read_heads
from wsoa.audit.triggers import trigger_faults


class Command(BaseCommand):
    help = "Checks the audit log: finds what was changed, and what is missing. Exit code 1 if so."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            metavar="AREA:N:HASH",
            type=_known_head,
            help="a head from the log or a backup, to find a missing end; can be repeated",
        )
        parser.add_argument(
            "--heads",
            type=Path,
            metavar="FILE",
            help="a file of heads from a backup, such as audit-heads",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        known = [*options["head"], *self._from_file(options["heads"])]
        faults = 0
        for check in check_log(known):
            self._print(check)
            faults += check.fault is not None
        open_to_change = trigger_faults(connection)
        for fault in open_to_change:
            self.stdout.write(f"{fault}: run manage.py migrate.")
        if faults or open_to_change:
            raise CommandError(_verdict(faults, len(open_to_change)))
        self.stdout.write("The audit log holds.")

    def _from_file(self, path: Path | None) -> Iterator[KnownHead]:
        if path is None:
            return
        try:
            for chain, head in read_heads(path):
                yield KnownHead(chain, head, path.name)
        except (OSError, UnicodeDecodeError, NotAHead) as fault:
            raise CommandError(f"{path} cannot be read: {fault}") from None

    def _print(self, check: ChainCheck) -> None:
        head = f", head {check.head.hash}" if check.head.sequence else ""
        waiting = f", {check.unsealed} unsealed"
        if check.oldest_unsealed:
            oldest = timezone.localtime(check.oldest_unsealed)
            waiting += f" (the oldest of {oldest:%d %B %Y %H:%M})"
        self.stdout.write(f"{check.chain}: sealed up to {check.head.sequence}{head}{waiting}")
        if check.fault:
            kind = check.fault.kind.value.capitalize()
            self.stdout.write(f"{check.chain}: {kind}. {check.fault.message}")


def _known_head(text: str) -> KnownHead:
    try:
        chain, head = parse_head(text)
    except NotAHead as fault:
        raise argparse.ArgumentTypeError(str(fault)) from None
    return KnownHead(chain, head, "the head that was given")


def _verdict(faults: int, open_to_change: int) -> str:
    chains = "1 chain of the audit log does" if faults == 1 else f"{faults} chains of the log do"
    if not faults:
        return f"The audit log can be changed: {open_to_change} faults of its triggers."
    return f"{chains} not hold."
