"""manage.py import_plan FILE --area SLUG --dry-run: what is recognised of a plan in a file."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError

from actions.importing.plan_file import read_plan_file
from actions.importing.recognition.result import RecognisedPlan
from actions.importing.tables.model import WHOLE_FILE, DocumentRefused
from actions.selectors.known_leads import known_leads
from wsoa.accounts.models import LocalArea

_AT_ONCE: Final = 5_000  # pieces of JSON


class Command(BaseCommand):
    help = (
        "Reads a local area's plan from a Word, Excel, OpenDocument, PDF, CSV or text file and "
        "prints what was recognised, every guess, and what was not understood. Nothing is saved."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="such as plan.docx")
        parser.add_argument("--area", required=True, help="the slug of the local area")
        parser.add_argument("--dry-run", action="store_true", help="only show what was recognised")
        parser.add_argument("--json", action="store_true", help="as JSON, with every guess")

    def handle(
        self, *args: Any, file: Path, area: str, dry_run: bool, json: bool, **options: Any
    ) -> None:
        if not dry_run:
            raise CommandError(
                "Nothing was saved: confirming what was recognised is not possible from the "
                "command line yet. Add --dry-run to see it.",
                returncode=2,
            )
        plan = _recognised(file, self._known(area))
        if json:
            for piece in _json_pieces(plan):
                self.stdout.write(piece, ending="")
            self.stdout.write("")
        else:
            self.stdout.write(summary(plan))
        if not plan.actions:
            raise CommandError(_nothing_recognised(file.name, plan), returncode=2)

    def _known(self, slug: str) -> list[Any]:
        local_area = LocalArea.objects.filter(slug=slug).first()
        if local_area is None:
            self.stderr.write(f"There is no local area {slug!r} yet: its posts are not known.")
            return []
        return known_leads(local_area)


def _recognised(path: Path, known: list[Any]) -> RecognisedPlan:
    try:
        with path.open("rb") as opened:
            return read_plan_file(opened, path.name, known)
    except OSError as fault:
        raise CommandError(f"{path} cannot be opened: {fault.strerror}.") from None
    except DocumentRefused as refused:
        raise CommandError(str(refused)) from None


def _nothing_recognised(name: str, plan: RecognisedPlan) -> str:
    """Why there may be no actions, and what to do."""
    left_over = plan.ledger.left_over
    reasons = [f"{left.text}: {left.reason}." for left in left_over if left.place == WHOLE_FILE]
    advice = (
        "A plan has a table with a column of actions, and columns such as lead, start and end. "
        f"{len(left_over)} texts that were read are listed as not understood."
    )
    return " ".join([f"No actions were recognised in {name}.", *(reasons or [advice])])


def _json_pieces(plan: RecognisedPlan) -> Iterator[str]:
    """The JSON in pieces: ten thousand rows are never held as one text beside the plan."""
    pieces = json.JSONEncoder(ensure_ascii=False, indent=1).iterencode(plan.export())
    while piece := "".join(islice(pieces, _AT_ONCE)):
        yield piece


def summary(plan: RecognisedPlan) -> str:
    """What was recognised, in lines for people."""
    ledger = plan.ledger
    lines = [
        f"{len(plan.areas)} areas, {len(plan.outcomes)} outcomes, {len(plan.actions)} actions",
        f"{len(ledger.guesses)} guesses to confirm:",
    ]
    for guess in ledger.guesses.values():
        shown = guess.export()
        text = " ".join(str(shown["text"]).split())[:60]
        lines.append(f"  {shown['where']}: {text!r} taken for: {guess.taken_for} ({guess.rows})")
    lines.append(f"{len(ledger.left_over)} not understood:")
    for left in ledger.left_over:
        text = " ".join(left.text.split())[:80]
        lines.append(f"  {left.place}: {text!r}: {left.reason}")
    return "\n".join(lines)
