"""Confirming an import: a plan is made of it in one transaction, or nothing is."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.text import slugify

from actions.domain.enums import Role
from actions.domain.plan_import.guess_kinds import GuessEffect, kind_of
from actions.domain.plan_import.states import EntryKind, GuessAnswer, ImportState
from actions.importing.new_plan import PlanBuilder, PlanEntry, ReportProgress, no_report
from actions.importing.post_resolver import PostResolver
from actions.models import Plan, PlanImport
from actions.selectors.plan_imports import SettledEntry, settled_entries
from actions.services.area_access import RoleGrant, give_roles
from actions.services.plan_imports.answers import lock_import
from wsoa.accounts.models import LocalArea, User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now, today

_LONGEST_SLUG: Final = 70


class ImportNotReady(Exception):
    """Nothing was loaded. The message says what to do first."""


@transaction.atomic
def confirm_import(*, by: User | None, plan_import: PlanImport) -> Plan:
    """Makes a new plan of an import; who confirms it becomes its programme manager.

    Posts that the plan names and the area lacks are made, and held by nobody. Audited. Raises
    ImportClosed, or ImportNotReady where a guess is not answered or no action would be loaded.
    """
    return load_plan(by, lock_import(plan_import))


def load_plan(by: User | None, found: PlanImport, report: ReportProgress = no_report) -> Plan:
    """Makes the plan of an import that nobody else can load meanwhile, in the caller's transaction.

    `tell` hears how far it is. Raises ImportNotReady.
    """
    LocalArea.objects.select_for_update(no_key=True).get(pk=found.local_area_id)
    refuse_open_guesses(found)
    entries = [entry for entry in settled_entries(found) if not entry.is_left_out]
    refuse_unloadable(entries)
    plan, moment = _made_plan(found, today()), now()
    resolver = PostResolver.of(found.local_area)
    builder = PlanBuilder(plan, found, resolver, by, moment, on_progress=report)
    actions = builder.add(map(plan_entry, entries), today())
    if by is not None:
        give_roles(by, [RoleGrant(plan, Role.MANAGER)])
    counts = {"actions": len(actions), "updates": builder.statuses}
    finish_import(by, found, plan, resolver, counts, moment)
    record_audit(
        by=by,
        verb="import",
        plan=plan,
        subject=f"plan {plan.slug}"[:80],
        summary=f"Brought in {plan.title} from {found.file_name}: {len(actions)} actions"[:500],
        detail={"import": found.pk, "sha256": found.sha256},
    )
    return plan


def plan_entry(settled: SettledEntry) -> PlanEntry:
    """An entry as the loader takes it."""
    entry = settled.entry
    return PlanEntry(entry.kind, settled.ref, entry.place, settled.fields)


def finish_import(
    by: User | None,
    plan_import: PlanImport,
    plan: Plan,
    resolver: PostResolver,
    counts: dict[str, int],
    moment: datetime,
) -> None:
    """Marks an import as loaded, with what it made beside the plan."""
    plan_import.plan = plan
    plan_import.state = ImportState.LOADED
    plan_import.confirmed_at, plan_import.confirmed_by = moment, by
    plan_import.undone_at = None
    plan_import.made = counts | {
        "posts": resolver.made_posts,
        "organisations": resolver.made_organisations,
        "holders": resolver.holders,
    }
    plan_import.save(
        update_fields=["plan", "state", "confirmed_at", "confirmed_by", "undone_at", "made"],
    )


def refuse_open_guesses(plan_import: PlanImport) -> None:
    """Raises ImportNotReady where a guess is not answered, or the file is not to be brought in."""
    waiting = plan_import.guesses.unanswered().count()
    if waiting:
        guesses = "1 guess is" if waiting == 1 else f"{waiting} guesses are"
        raise ImportNotReady(f"{guesses} not answered yet. Answer them in step 3")
    for guess in plan_import.guesses.filter(answer=GuessAnswer.NO):
        kind = kind_of(guess.kind)
        if kind.effect is GuessEffect.FILE:
            raise ImportNotReady(
                f"You answered no to “{kind.title}”. Change the document, and bring in the new "
                "copy, or change the answer"
            )


def refuse_unloadable(entries: list[SettledEntry]) -> None:
    """Raises ImportNotReady where nothing would be loaded, or two entries have one reference."""
    actions = [entry for entry in entries if entry.entry.kind == EntryKind.ACTION]
    if not actions:
        raise ImportNotReady(
            "No action would be loaded. Say in step 1 which column holds the actions"
        )
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        key = (entry.entry.kind, entry.ref)
        if key in seen:
            raise ImportNotReady(
                f"Two {entry.entry.kind}s have the reference {entry.ref}. Correct one in step 2"
            )
        seen.add(key)


def _made_plan(plan_import: PlanImport, day: date) -> Plan:
    plan_import.local_area = LocalArea.objects.get(pk=plan_import.local_area_id)
    title = plan_import.title
    short = title if len(title) <= 80 else f"{title[:79].rpartition(' ')[0]}…"
    return Plan.objects.create(
        slug=_free_slug(title, plan_import.local_area),
        kind=plan_import.kind,
        local_area=plan_import.local_area,
        title=title,
        short_title=short,
        source=f"{plan_import.file_name}, brought in on {day:%-d %B %Y}"[:300],
    )


def _free_slug(title: str, local_area: LocalArea) -> str:
    plain = slugify(title)[:_LONGEST_SLUG].strip("-") or local_area.slug[:_LONGEST_SLUG]
    slug, number = plain, 2
    while Plan.objects.filter(slug=slug).exists():
        slug, number = f"{plain}-{number}", number + 1
    return slug
