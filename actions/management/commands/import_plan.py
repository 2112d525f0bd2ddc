"""manage.py import_plan FILE --area SLUG: a plan from a file; with --dry-run, what it holds."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError

from actions.domain.plan_import.states import ImportState
from actions.importing.plan_file import read_plan_file
from actions.importing.recognition.result import RecognisedPlan
from actions.importing.tables.model import WHOLE_FILE, DocumentRefused
from actions.models import Plan, PlanImport
from actions.selectors.known_leads import known_leads
from actions.selectors.plan_differences import differences_of
from actions.services.plan_imports.answers import accept_guesses
from actions.services.plan_imports.confirm import ImportNotReady, confirm_import
from actions.services.plan_imports.difference import apply_differences
from actions.services.plan_imports.reading import read_import
from actions.services.plan_imports.upload import PlanFileRefused, drop_import, take_plan_file
from wsoa.accounts.models import LocalArea

_AT_ONCE: Final = 5_000  # pieces of JSON


class Command(BaseCommand):
    help = (
        "Brings in a local area's plan from a Word, Excel, OpenDocument, PDF, CSV or text file, "
        "with every guess taken as proposed, and prints what was recognised, each guess, and what "
        "was not understood. With --dry-run, nothing is saved."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="such as plan.docx")
        parser.add_argument("--area", required=True, help="the slug of the local area")
        parser.add_argument("--dry-run", action="store_true", help="only show what was recognised")
        parser.add_argument("--json", action="store_true", help="as JSON, with every guess")
        parser.add_argument("--title", default="", help="of the new plan; else the file's name")
        parser.add_argument("--kind", choices=Plan.Kind.values, default=Plan.Kind.WSOA)
        parser.add_argument("--plan", default="", help="a plan's slug: what changed is listed")
        parser.add_argument(
            "--apply", action="store_true", help="with --plan: applies all but conflicts"
        )

    def handle(
        self, *args: Any, file: Path, area: str, dry_run: bool, json: bool, **options: Any
    ) -> None:
        if not dry_run:
            self._bring_in(file, area, options)
            return
        plan = _recognised(file, self._known(area))
        if json:
            for piece in _json_pieces(plan):
                self.stdout.write(piece, ending="")
            self.stdout.write("")
        else:
            self.stdout.write(summary(plan))
        if not plan.actions:
            raise CommandError(_nothing_recognised(file.name, plan), returncode=2)

    def _bring_in(self, file: Path, slug: str, options: dict[str, Any]) -> None:
        """Uploads, reads, accepts every guess, and confirms: what the pages do, step by step."""
        local_area = LocalArea.objects.filter(slug=slug).first()
        if local_area is None:
            raise CommandError(f"There is no local area {slug!r}. Nothing was saved.")
        plan = None
        if options["plan"]:
            plan = Plan.objects.in_area(local_area).filter(slug=options["plan"]).first()
            if plan is None:
                raise CommandError(f"{local_area} has no plan {options['plan']!r}.")
        made = _read(file, local_area, plan, options)
        accept_guesses(by=None, plan_import=made)
        for line in settled_lines(made):
            self.stdout.write(line)
        try:
            if plan is None:
                loaded = confirm_import(by=None, plan_import=made)
                self.stdout.write(f"Brought in as {loaded.slug}: {loaded.actions.count()} actions")
            else:
                self._compare(made, is_applied=options["apply"])
        except ImportNotReady as fault:
            drop_import(by=None, plan_import=made)
            raise CommandError(f"{fault}. Nothing was saved.", returncode=2) from None

    def _compare(self, made: PlanImport, *, is_applied: bool) -> None:
        """What a file changes in a plan that is here; applied but for conflicts, if so wished."""
        changes = differences_of(made)
        for change in changes:
            self.stdout.write(f"{change.kind.label}: {change.sentence}")
        if not is_applied:
            drop_import(by=None, plan_import=made)
            self.stdout.write(f"{len(changes)} differences. Nothing was saved: add --apply.")
            return
        chosen = [change.key for change in changes if change.is_ticked_first]
        done = apply_differences(by=None, plan_import=made, keys=chosen)
        self.stdout.write(f"{done} of {len(changes)} differences were applied")

    def _known(self, slug: str) -> list[Any]:
        local_area = LocalArea.objects.filter(slug=slug).first()
        if local_area is None:
            self.stderr.write(f"There is no local area {slug!r} yet: its posts are not known.")
            return []
        return known_leads(local_area)


def _read(
    path: Path, local_area: LocalArea, plan: Plan | None, options: dict[str, Any]
) -> PlanImport:
    """A file uploaded and read at once. Raises CommandError with what is wrong."""
    try:
        with path.open("rb") as opened:
            made = take_plan_file(
                by=None,
                local_area=local_area,
                file=opened,
                name=path.name,
                title=options["title"],
                kind=options["kind"],
                plan=plan,
                is_read_at_once=True,
            )
    except OSError as fault:
        raise CommandError(f"{path} cannot be opened: {fault.strerror}.") from None
    except PlanFileRefused as refused:
        raise CommandError(f"{refused}.") from None
    read_import(pk=made.pk)
    made.refresh_from_db()
    if made.state != ImportState.READ:
        drop_import(by=None, plan_import=made)
        raise CommandError(made.error)
    return made


def settled_lines(plan_import: PlanImport) -> Iterator[str]:
    """What was recognised, guessed and left over of a file that was read, in lines for people."""
    entries = plan_import.entries
    counts = [entries.areas().count(), entries.outcomes().count(), entries.actions().count()]
    yield "{} areas, {} outcomes, {} actions".format(*counts)
    yield f"{plan_import.guesses.count()} guesses, each taken as proposed:"
    for guess in plan_import.guesses.all():
        place = guess.places[0] if guess.places else ""
        text = " ".join(guess.text.split())[:60]
        yield f"  {place}: {text!r} taken for: {guess.taken_for} ({len(guess.places)})"
    yield f"{plan_import.leftovers.count()} not understood:"
    for left in plan_import.leftovers.all():
        yield f"  {left.place}: {' '.join(left.text.split())[:80]!r}: {left.reason}"


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
