"""What a worker recognised in a file, saved as rows. Answers and choices given before are kept."""

from __future__ import annotations

from typing import Any

from actions.domain.plan_import.guess_kinds import place_of_kind
from actions.importing.recognised_rows import entries_of, tables_of
from actions.importing.recognition.result import RecognisedPlan
from actions.importing.tables.model import ReadDocument
from actions.models import (
    ImportColumn,
    ImportEntry,
    ImportGuess,
    ImportLeftover,
    ImportTable,
    PlanImport,
)

_AT_ONCE = 500


def keep_recognised(plan_import: PlanImport, document: ReadDocument, plan: RecognisedPlan) -> None:
    """Replaces what is saved of an import, in the caller's transaction.

    A guess that is made again keeps its answer; an entry its corrections, by kind and place.
    """
    answers = {
        (guess.kind, guess.text, guess.taken_for): guess for guess in plan_import.guesses.answered()
    }
    corrections = {
        (entry.kind, entry.place, entry.ref): entry
        for entry in plan_import.entries.all()
        if entry.corrected or entry.left_out
    }
    plan_import.entries.all().delete()
    plan_import.guesses.all().delete()
    plan_import.leftovers.all().delete()
    _keep_tables(plan_import, document, plan)
    _keep_entries(plan_import, document, plan, corrections)
    _keep_guesses(plan_import, plan, answers)
    ImportLeftover.objects.bulk_create(
        [
            ImportLeftover(
                plan_import=plan_import,
                order=order,
                place=left.place[:200],
                text=_plain(left.text),
                reason=left.reason,
            )
            for order, left in enumerate(plan.ledger.left_over, start=1)
        ],
        batch_size=_AT_ONCE,
    )


def _plain(text: str) -> str:
    """A text without the one character that PostgreSQL does not keep."""
    return text.replace("\x00", "")


def _keep_tables(plan_import: PlanImport, document: ReadDocument, plan: RecognisedPlan) -> None:
    before = {table.name: table for table in plan_import.tables.prefetch_related("columns")}
    plan_import.tables.all().delete()
    for order, found in enumerate(tables_of(document, plan), start=1):
        known = before.get(found.name)
        chosen = {column.number: column.chosen for column in known.columns.all()} if known else {}
        table = ImportTable.objects.create(
            plan_import=plan_import,
            order=order,
            name=found.name,
            rows=found.rows,
            is_plan=found.is_plan,
            left_out=bool(known and known.left_out),
        )
        ImportColumn.objects.bulk_create(
            ImportColumn(
                table=table,
                number=column.number,
                heading=_plain(column.heading),
                example=_plain(column.example),
                taken_for=column.taken_for,
                chosen=chosen.get(column.number, ""),
            )
            for column in found.columns
        )


def _keep_entries(
    plan_import: PlanImport,
    document: ReadDocument,
    plan: RecognisedPlan,
    corrections: dict[tuple[str, str, str], ImportEntry],
) -> None:
    made = []
    for order, found in enumerate(entries_of(document, plan), start=1):
        known = corrections.get((found.kind, found.place, found.ref))
        made.append(
            ImportEntry(
                plan_import=plan_import,
                order=order,
                kind=found.kind,
                ref=found.ref,
                place=found.place[:200],
                content=_without_nul(found.content),
                source=_without_nul(found.source),
                corrected=known.corrected if known else {},
                left_out=bool(known and known.left_out),
            )
        )
    ImportEntry.objects.bulk_create(made, batch_size=_AT_ONCE)


def _without_nul(value: Any) -> Any:
    if isinstance(value, str):
        return _plain(value)
    if isinstance(value, dict):
        return {key: _without_nul(item) for key, item in value.items()}
    return [_without_nul(item) for item in value] if isinstance(value, list) else value


def _keep_guesses(
    plan_import: PlanImport,
    plan: RecognisedPlan,
    answers: dict[tuple[str, str, str], ImportGuess],
) -> None:
    guesses = sorted(plan.ledger.guesses.values(), key=lambda guess: place_of_kind(guess.kind))
    made = []
    for order, guess in enumerate(guesses, start=1):
        row = ImportGuess(
            plan_import=plan_import,
            order=order,
            kind=guess.kind,
            text=_plain(guess.export()["text"]),
            taken_for=_plain(guess.taken_for),
            texts=_without_nul(list(dict.fromkeys(guess.texts))),
            places=list(dict.fromkeys(guess.places)),
        )
        known = answers.get((row.kind, row.text, row.taken_for))
        if known is not None:
            row.answer, row.value = known.answer, known.value
            row.answered_by, row.answered_at = known.answered_by, known.answered_at
        made.append(row)
    ImportGuess.objects.bulk_create(made, batch_size=_AT_ONCE)
