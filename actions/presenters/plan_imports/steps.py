"""The frame of each page of an import: where it is, its steps, its progress, what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from actions.domain.plan_import.states import IN_WORK, ImportState
from actions.models import PlanImport
from actions.services.plan_imports.undo import why_not_undone

STEPS = (
    ("plan-import-tables", "1. Tables and columns"),
    ("plan-import-plan", "2. The plan as understood"),
    ("plan-import-guesses", "3. Guesses"),
    ("plan-import-confirm", "Confirm"),
)


@dataclass(frozen=True, slots=True)
class StepLink:
    """A step of an import, and whether this is its page."""

    label: str
    href: str
    is_current: bool


def address(name: str, plan_import: PlanImport, *more: object) -> str:
    """The address of a page of an import."""
    return reverse(name, args=[plan_import.local_area.slug, plan_import.pk, *more])


def steps_of(plan_import: PlanImport, current: str) -> list[StepLink]:
    """The steps in their order."""
    return [StepLink(label, address(name, plan_import), name == current) for name, label in STEPS]


def step_after(plan_import: PlanImport) -> str:
    """The page to go on with once a worker is done: the last one where confirming was refused, and
    the plan where the columns were chosen already.
    """
    if plan_import.error:
        return "plan-import-confirm"
    is_chosen = plan_import.tables.chosen().exists()
    return "plan-import-plan" if is_chosen else "plan-import-tables"


@dataclass(frozen=True, slots=True)
class ReadingProgress:
    """How far a worker is with the file. The page polls it while it is on its way."""

    state: str
    stage: str
    done: int
    error: str
    href: str
    next: str

    @property
    def is_on_its_way(self) -> bool:
        return self.state in IN_WORK

    @property
    def is_confirmed(self) -> bool:
        return self.state == ImportState.CONFIRMING

    @property
    def is_failed(self) -> bool:
        return self.state == ImportState.FAILED


def progress_of(plan_import: PlanImport) -> ReadingProgress:
    """The progress of an import."""
    return ReadingProgress(
        state=plan_import.state,
        stage=plan_import.stage or "Waiting for a worker",
        done=plan_import.done,
        error=plan_import.error,
        href=address("plan-import", plan_import),
        next=address("plan-import-tables", plan_import),
    )


@dataclass(frozen=True, slots=True)
class OfferedInvitation:
    """Somebody whom the file names beside a post: offered, never made."""

    holder: str
    post: str
    href: str


@dataclass(frozen=True, slots=True)
class LoadedImport:
    """What came of an import that was confirmed."""

    counts: str
    offers: tuple[OfferedInvitation, ...]
    not_undone: str


def loaded_import(plan_import: PlanImport, *, may_invite: bool) -> LoadedImport:
    """The page of an import that is in the plan. Only administrators get links to invite."""
    made = plan_import.made
    invite = reverse("people-invite", args=[plan_import.local_area.slug]) if may_invite else ""
    offers = (
        OfferedInvitation(holder, post, invite)
        for post, holder in sorted(made.get("holders", {}).items())
    )
    return LoadedImport(
        counts=counted(made.get("actions", 0), "action"),
        offers=tuple(offers),
        not_undone=why_not_undone(plan_import),
    )


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: "1 action", "12 actions"."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"
