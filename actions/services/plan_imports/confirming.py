"""Confirming an import in a worker: a person asks for it, and a worker makes the plan.

Ten thousand rows take longer than a page may. What can be refused at once is refused at once; what
a worker finds out later leads back to the last step, with every answer kept. The row is the truth,
as it is while the file is read (`reading.py`): a lost message or a killed worker does no harm.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from actions.domain.plan_import.states import ImportState
from actions.models import PlanImport
from actions.selectors.plan_imports import settled_entries
from actions.services.plan_imports.answers import ImportClosed, lock_import
from actions.services.plan_imports.confirm import (
    ImportNotReady,
    load_plan,
    refuse_open_guesses,
    refuse_unloadable,
)
from actions.services.plan_imports.leasing import LEASE, WorkerProgress, lease_kept
from wsoa.accounts.models import User
from wsoa.core.leases import LeaseLost
from wsoa.runtime.broker import enqueue

logger = logging.getLogger(__name__)

TASK: Final = "actions.tasks.confirm_plan_import"
MOST_TRIES: Final = 3
MOST_SECONDS: Final = 120
_FAILED: Final = (
    "The plan could not be brought in, and nothing was changed. Your answers were kept. Confirm it "
    "again, and tell your support if that fails, too"
)


@transaction.atomic
def ask_to_confirm(*, by: User, plan_import: PlanImport) -> None:
    """Has a worker make a new plan of an import.

    Raises ImportClosed, or ImportNotReady where a guess is not answered or no action would be
    loaded.
    """
    found = lock_import(plan_import)
    refuse_open_guesses(found)
    refuse_unloadable([entry for entry in settled_entries(found) if not entry.is_left_out])
    PlanImport.objects.filter(pk=found.pk).set_free(
        state=ImportState.CONFIRMING,
        confirmed_by=by,
        tries=0,
        done=0,
        stage="",
        error="",
        sent_at=None,
    )
    transaction.on_commit(partial(send_confirmation, found.pk))


def send_confirmation(pk: int) -> bool:
    """Sends the message of a confirmed import to the workers. Never raises or blocks."""
    if not enqueue(TASK, [pk]):
        return False
    PlanImport.objects.filter(pk=pk).update(sent_at=timezone.now())
    return True


def send_lost_confirmations() -> int:
    """Sends confirmed imports again that no worker has; gives up those lost too often."""
    moment = timezone.now()
    lost = PlanImport.objects.confirming().free_at(moment)
    lost.filter(tries__gte=MOST_TRIES).set_free(
        state=ImportState.READ, error=_FAILED, confirmed_by=None
    )
    due = lost.filter(tries__lt=MOST_TRIES).unsent_since(moment - LEASE)
    return sum(send_confirmation(pk) for pk in due.values_list("pk", flat=True))


def confirm_asked(*, pk: int) -> bool:
    """Makes the plan of a confirmed import; True where it did. Idempotent.

    What is refused is said on the row, which leads back to the last step.
    """
    claimable = PlanImport.objects.confirming().filter(tries__lt=MOST_TRIES)
    claim = claimable.claim(
        pk,
        moment=timezone.now(),
        lease=LEASE,
        tries=F("tries") + 1,
        stage="Checking your answers",
        done=5,
    )
    if claim is None:
        return False
    plan_import = PlanImport.objects.select_related("confirmed_by").get(pk=pk)
    try:
        _load(plan_import)
    except LeaseLost:
        return False
    except (ImportNotReady, ImportClosed) as refused:
        _give_back(plan_import, str(refused))
        return False
    except Exception:
        logger.exception("Plan import %s was not loaded", pk)
        _give_back(plan_import, _FAILED)
        return False
    return True


def _load(plan_import: PlanImport) -> None:
    """The plan and the end of the lease in one transaction: a worker that lost it loads nothing."""
    claim = plan_import.claim
    progress = WorkerProgress("Checking your answers", 5)
    with lease_kept(plan_import, progress), transaction.atomic():
        load_plan(plan_import.confirmed_by, plan_import, report=progress.set_progress)
        PlanImport.objects.hand_in(plan_import.pk, claim, stage="", done=100)


def _give_back(plan_import: PlanImport, error: str) -> None:
    PlanImport.objects.release(
        plan_import.pk,
        plan_import.claim,
        state=ImportState.READ,
        error=error,
        stage="",
        confirmed_by=None,
    )
