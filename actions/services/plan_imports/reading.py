"""Reading the file of an import: a worker claims the row, reads, and saves what it recognised.

A broker may lose a message, and a worker may be killed: the row is the truth. A worker renews its
lease while it reads, and saves only while its claim holds (`wsoa.core.leases`).
"""

from __future__ import annotations

import logging
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from actions.domain.plan_import.states import ImportState
from actions.domain.recognition.headings import ColumnRole
from actions.importing.plan_file import read_document
from actions.importing.recognition.columns import ColumnChoices
from actions.importing.recognition.walk import recognise
from actions.importing.tables.model import DocumentRefused
from actions.models import ImportTable, PlanImport
from actions.selectors.known_leads import known_leads
from actions.services.plan_imports.leasing import LEASE, lease_kept
from actions.services.plan_imports.recognised import keep_recognised
from wsoa.core.clock import now
from wsoa.core.leases import LeaseLost
from wsoa.runtime.broker import enqueue

logger = logging.getLogger(__name__)

TASK: Final = "actions.tasks.read_plan_import"
MOST_TRIES: Final = 3
MOST_SECONDS: Final = 60
TOO_LONG: Final = (
    "The file takes too long to read. Choose a file that holds the plan alone, or bring it in in "
    "parts."
)


def send(pk: int) -> bool:
    """Sends the message of an import to the workers. Never raises or blocks."""
    if not enqueue(TASK, [pk]):
        return False
    PlanImport.objects.filter(pk=pk).update(sent_at=timezone.now())
    return True


def send_lost() -> int:
    """Sends imports again that no worker has, and fails those that were lost too often."""
    moment = timezone.now()
    lost = PlanImport.objects.unfinished().free_at(moment)
    lost.filter(tries__gte=MOST_TRIES).set_free(
        state=ImportState.FAILED, error=f"Reading was interrupted {MOST_TRIES} times. {TOO_LONG}"
    )
    due = lost.filter(tries__lt=MOST_TRIES).unsent_since(moment - LEASE)
    return sum(send(pk) for pk in due.values_list("pk", flat=True))


def read_import(*, pk: int) -> bool:
    """Reads the file of an import and saves what is recognised; True where it did.

    What cannot be read is said on the row. Idempotent: a finished import is left alone.
    """
    claimable = PlanImport.objects.unfinished().filter(tries__lt=MOST_TRIES)
    claim = claimable.claim(
        pk,
        moment=timezone.now(),
        lease=LEASE,
        state=ImportState.READING,
        tries=F("tries") + 1,
        stage="Reading the file",
        done=5,
    )
    if claim is None:
        return False
    plan_import = PlanImport.objects.select_related("local_area").get(pk=pk)
    try:
        with lease_kept(plan_import):
            _read(plan_import)
    except LeaseLost:
        return False
    except Exception as fault:
        _fail(plan_import, fault)
        return False
    return True


def _read(plan_import: PlanImport) -> None:
    with plan_import.path.open("rb") as file:
        document = read_document(file, plan_import.file_name)
    _renew(plan_import, "Recognising areas, outcomes and actions", 50)
    known = known_leads(plan_import.local_area)
    plan = recognise(document, known, choices_of(plan_import))
    _renew(plan_import, "Saving what was recognised", 80)
    with transaction.atomic():
        keep_recognised(plan_import, document, plan)
        PlanImport.objects.hand_in(
            plan_import.pk,
            plan_import.claim,
            state=ImportState.READ,
            stage="",
            done=100,
            error="",
            read_at=now(),
        )


def _fail(plan_import: PlanImport, fault: Exception) -> None:
    """Records why a file was not read; another attempt is made where it may help."""
    is_refused = isinstance(fault, DocumentRefused)
    if not is_refused:
        logger.exception("The file of plan import %s was not read", plan_import.pk)
    hopeless = is_refused or plan_import.tries >= MOST_TRIES
    PlanImport.objects.release(
        plan_import.pk,
        plan_import.claim,
        state=ImportState.FAILED if hopeless else ImportState.QUEUED,
        error=_in_words(fault),
        sent_at=None,
    )


def _in_words(fault: Exception) -> str:
    if isinstance(fault, DocumentRefused):
        return str(fault)
    if isinstance(fault, FileNotFoundError):
        return "The file is no longer on the server. Upload it again."
    if isinstance(fault, MemoryError):
        return "The file needs more memory than there is. Bring it in in parts."
    if type(fault).__name__ == "SoftTimeLimitExceeded":
        return TOO_LONG
    return (
        "The file could not be read. Open it, save it again, as .docx or .xlsx if you can, and "
        f"upload the new copy. (For support: {type(fault).__name__})"
    )


def _renew(plan_import: PlanImport, stage: str, done: int) -> None:
    PlanImport.objects.renew(
        plan_import.pk,
        plan_import.claim,
        moment=timezone.now(),
        lease=LEASE,
        stage=stage,
        done=done,
    )


def choices_of(plan_import: PlanImport) -> ColumnChoices:
    """What people chose for the tables and columns of an import so far."""
    roles, left_out = {}, set()
    for table in ImportTable.objects.filter(plan_import=plan_import).prefetch_related("columns"):
        if table.left_out:
            left_out.add(table.name)
        for column in table.columns.all():
            if column.chosen:
                roles[table.name, column.number] = ColumnRole(column.chosen)
    return ColumnChoices(roles, frozenset(left_out))
