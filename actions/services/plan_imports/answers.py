"""What people say of an import before it is confirmed: columns, guesses, corrections. All kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, Final

from django.db import transaction

from actions.domain.plan_import.settle import checked_value
from actions.domain.plan_import.states import GuessAnswer, ImportState
from actions.domain.recognition.headings import ColumnRole
from actions.models import ImportColumn, ImportEntry, ImportGuess, PlanImport
from actions.services.plan_imports.reading import send
from wsoa.accounts.models import User
from wsoa.core.clock import now

# What a column of a table without actions is taken for, as its select sends it.
_NOTHING: Final = ColumnRole.OTHER.value


class ImportClosed(Exception):
    """The import is in a plan already, or is being read; nothing was saved."""

    def __init__(self) -> None:
        super().__init__(
            "This file was brought in already, or is being read again. Nothing was changed"
        )


def lock_import(plan_import: PlanImport) -> PlanImport:
    """The row of an import that can be changed, locked. Raises ImportClosed."""
    rows = PlanImport.objects.select_for_update().filter(pk=plan_import.pk)
    found: PlanImport | None = rows.first()
    if found is None or found.state != ImportState.READ:
        raise ImportClosed
    return found


@transaction.atomic
def choose_columns(
    *,
    by: User,
    plan_import: PlanImport,
    roles: Mapping[int, str],
    left_out: Iterable[int],
) -> bool:
    """Keeps what columns are taken for, by their keys, and which tables are left out.

    Returns whether anything is other than before; then a worker reads the file again, by these
    choices, and keeps every answer. Raises ImportClosed.
    """
    lock_import(plan_import)
    out, is_changed = set(left_out), False
    for table in plan_import.tables.prefetch_related("columns"):
        if table.left_out != (table.pk in out):
            table.left_out, is_changed = table.pk in out, True
            table.save(update_fields=["left_out"])
        for column in table.columns.all():
            wanted = roles.get(column.pk, "")
            if wanted and wanted != (column.chosen or column.taken_for or _NOTHING):
                is_changed = True
                ImportColumn.objects.filter(pk=column.pk).update(chosen=wanted)
    if is_changed:
        PlanImport.objects.filter(pk=plan_import.pk).set_free(
            state=ImportState.QUEUED, tries=0, done=0, stage="", sent_at=None
        )
        transaction.on_commit(partial(send, plan_import.pk))
    return is_changed


@transaction.atomic
def answer_guesses(
    *, by: User, plan_import: PlanImport, answers: Mapping[int, tuple[str, str]]
) -> int:
    """Keeps answers by the key of their guess: yes, no or a value. Returns how many.

    An empty answer takes one back. Raises ImportClosed, or ValueRefused for a value that cannot
    stand in place of its guess; then nothing is kept.
    """
    lock_import(plan_import)
    guesses = {guess.pk: guess for guess in plan_import.guesses.filter(pk__in=answers)}
    changed = []
    for pk, guess in guesses.items():
        answer, value = answers[pk]
        is_value = answer == GuessAnswer.VALUE
        guess.answer = GuessAnswer(answer).value if answer else ""
        guess.value = checked_value(guess.kind, value)[:200] if is_value else ""
        guess.answered_by, guess.answered_at = (by, now()) if answer else (None, None)
        changed.append(guess)
    fields = ["answer", "value", "answered_by", "answered_at"]
    ImportGuess.objects.bulk_update(changed, fields, batch_size=200)
    return len(changed)


@transaction.atomic
def accept_guesses(*, by: User | None, plan_import: PlanImport, kind: str = "") -> int:
    """Answers "yes" to what is not answered, of one kind or of all. Returns how many.

    Raises ImportClosed.
    """
    lock_import(plan_import)
    waiting = plan_import.guesses.unanswered()
    if kind:
        waiting = waiting.of_kind(kind)
    return int(waiting.update(answer=GuessAnswer.YES, answered_by=by, answered_at=now()))


@transaction.atomic
def correct_entry(
    *, by: User, entry: ImportEntry, corrected: Mapping[str, Any], left_out: bool
) -> None:
    """Keeps what a person gives otherwise in an entry, and whether it is left out.

    Raises ImportClosed.
    """
    lock_import(entry.plan_import)
    entry.corrected, entry.left_out = dict(corrected), left_out
    entry.save(update_fields=["corrected", "left_out"])
