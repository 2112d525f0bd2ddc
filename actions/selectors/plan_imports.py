"""Imports of plans: who may see them, and their entries once the answers are applied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from actions.domain.kinds.registry import kind_of as known_kind
from actions.domain.kinds.scale import StatusScale
from actions.domain.plan_import.settle import (
    GuessReply,
    Replies,
    ValueRefused,
    checked_value,
    is_group_left_out,
    is_left_out,
    settled,
)
from actions.domain.plan_import.states import EntryKind, GuessAnswer
from actions.models import ImportEntry, ImportGuess, Plan, PlanImport
from actions.rules import plan_access
from actions.selectors.scope import PlanRequest, area_for, require_permission
from wsoa.accounts.models import LocalArea
from wsoa.core.clock import today

NOT_YOURS = (
    "Only a programme manager of the local area or its administrator can bring in a plan. Ask one "
    "of them."
)
NOT_MANAGER = "Only a programme manager of this plan can bring in another version of it."


@dataclass(frozen=True, slots=True)
class SettledEntry:
    """An entry with its fields by the answers and corrections so far."""

    entry: ImportEntry
    fields: dict[str, Any]
    is_left_out: bool

    @property
    def ref(self) -> str:
        """The reference as it would be loaded."""
        return str(self.fields.get("ref") or self.entry.ref)


def importing_area(request: PlanRequest, slug: str) -> LocalArea:
    """The local area, where this person may bring in a plan.

    Raises Http404 for an area that they do not belong to, PermissionDenied for their own.
    """
    local_area = area_for(request, slug)
    require_permission(request, "actions.import_plan", local_area, NOT_YOURS)
    return local_area


def import_for(request: PlanRequest, slug: str, pk: int) -> PlanImport:
    """An import of an area that this person may bring plans in to; Http404 otherwise.

    Raises PermissionDenied where it is compared with a plan that they do not manage.
    """
    local_area = importing_area(request, slug)
    imports = PlanImport.objects.of(local_area).select_related("plan", "by")
    plan_import: PlanImport = get_object_or_404(imports, pk=pk)
    plan_import.local_area = local_area
    plan = plan_import.plan
    if plan is not None and not request.user.has_perm("actions.manage_plan", plan):
        raise PermissionDenied(NOT_MANAGER)
    if plan is not None and plan_access(request.user, plan).roles:
        request.plan = plan
    return plan_import


def entry_for(plan_import: PlanImport, pk: int) -> ImportEntry:
    """An entry of an import; Http404 otherwise."""
    entry: ImportEntry | None = plan_import.entries.filter(pk=pk).first()
    if entry is None:
        raise Http404
    entry.plan_import = plan_import
    return entry


def plans_to_compare(request: PlanRequest, local_area: LocalArea) -> list[Plan]:
    """The plans of an area that a file can be compared with: those that the person manages."""
    plans = Plan.objects.in_area(local_area).seen_by(request.user, today()).in_list_order()
    return [plan for plan in plans if request.user.has_perm("actions.manage_plan", plan)]


def scale_for(plan_import: PlanImport) -> StatusScale:
    """The statuses in which an import is read: its plan's, else those of the kind it is to be."""
    plan = plan_import.plan
    return plan.scale if plan is not None else known_kind(plan_import.kind).scale


def replies_of(plan_import: PlanImport) -> Replies:
    """The answers to the guesses of an import."""
    return Replies.of(_reply(guess) for guess in plan_import.guesses.answered())


def _reply(guess: ImportGuess) -> GuessReply:
    return GuessReply(
        kind=guess.kind,
        taken_for=guess.taken_for,
        texts=frozenset(guess.texts),
        places=frozenset(guess.places),
        answer=guess.answer,
        value=guess.value,
    )


def settled_entries(plan_import: PlanImport) -> list[SettledEntry]:
    """Every entry of an import in its order. What is below one that is left out is so too."""
    return list(_settled(plan_import.entries.all(), replies_of(plan_import)))


def _settled(entries: Iterable[ImportEntry], replies: Replies) -> Iterable[SettledEntry]:
    out_of = {EntryKind.AREA: False, EntryKind.OUTCOME: False}
    for entry in entries:
        fields = settled(entry.content, entry.place, replies, entry.corrected)
        is_action = entry.kind == EntryKind.ACTION
        own = entry.left_out or (
            is_left_out(entry.place, replies)
            if is_action
            else is_group_left_out(entry.content["title"], replies)
        )
        if entry.kind == EntryKind.AREA:
            out_of = {EntryKind.AREA: own, EntryKind.OUTCOME: False}
        elif entry.kind == EntryKind.OUTCOME:
            out_of[EntryKind.OUTCOME] = own
        yield SettledEntry(entry, fields, own or any(out_of.values()))


def settled_entry(entry: ImportEntry) -> SettledEntry:
    """One entry with its fields by the answers and corrections so far."""
    return next(iter(_settled([entry], replies_of(entry.plan_import))))


def outcome_choices(plan_import: PlanImport) -> list[tuple[str, str]]:
    """The outcomes of an import by their reference, as a select lists them."""
    outcomes = plan_import.entries.outcomes()
    return [(entry.ref, f"{entry.ref} {entry.content['title']}"[:120]) for entry in outcomes]


def faults_in(plan_import: PlanImport, answers: Mapping[int, tuple[str, str]]) -> dict[int, str]:
    """What is wrong with values that somebody gave, by the key of their guess."""
    faults = {}
    for guess in plan_import.guesses.filter(pk__in=answers):
        answer, value = answers[guess.pk]
        if answer == GuessAnswer.VALUE:
            try:
                checked_value(guess.kind, value)
            except ValueRefused as refused:
                faults[guess.pk] = str(refused)
    return faults
