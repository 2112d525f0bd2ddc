"""A file with a plan on its way in: what was recognised, what people answered, what came of it.

A worker claims the row of an import to read its file (`wsoa.core.leases`). What it recognised and
every answer is a row of its own, so that nothing is lost between the steps.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models

from actions.domain.plan_import.states import EntryKind, GuessAnswer, ImportState
from actions.models.plan import Action, Plan
from actions.querysets.plan_import import (
    ImportEntryQuerySet,
    ImportGuessQuerySet,
    ImportTableQuerySet,
    PlanImportQuerySet,
)
from wsoa.accounts.models import LocalArea
from wsoa.core.append_only import AppendOnlyModel
from wsoa.core.leases import LeasedRow


class PlanImport(LeasedRow):
    """A file that somebody brings in as a plan, new or one that is here already."""

    local_area = models.ForeignKey(LocalArea, on_delete=models.CASCADE, related_name="plan_imports")
    plan = models.ForeignKey(
        Plan,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="imports",
        help_text="Empty until a new plan is made of the file",
    )
    is_new_plan = models.BooleanField(default=True)
    title = models.CharField(max_length=200, help_text="Of a new plan")
    kind = models.CharField(max_length=20, choices=Plan.Kind, help_text="Of a new plan")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    file_name = models.CharField(max_length=255)
    stored = models.CharField(max_length=40, blank=True, help_text="Its random name on disk")
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.QUEUED)
    stage = models.CharField(max_length=100, blank=True, help_text="What is being done, in words")
    done = models.PositiveSmallIntegerField(default=0, help_text="Per cent")
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(
        null=True, blank=True, help_text="When a message last went to the workers"
    )
    error = models.TextField(blank=True, help_text="Why it could not be read, in words")
    read_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    made = models.JSONField(default=dict, help_text="Posts, organisations and counts that it made")

    objects = PlanImportQuerySet.as_manager()

    class Meta(LeasedRow.Meta):
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.file_name}, {self.local_area_id}"

    @property
    def path(self) -> Path:
        """The path of its file, whose random name reveals nothing."""
        return Path(settings.FILES_DIR, "plan-imports", self.stored)


class ImportTable(models.Model):
    """A table or sheet that was found in the file."""

    plan_import = models.ForeignKey(PlanImport, on_delete=models.CASCADE, related_name="tables")
    order = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    rows = models.PositiveIntegerField()
    is_plan = models.BooleanField(help_text="Whether actions were recognised in it")
    left_out = models.BooleanField(default=False, help_text="By a person")

    objects = ImportTableQuerySet.as_manager()

    class Meta:
        ordering = ("order",)

    def __str__(self) -> str:
        return self.name


class ImportColumn(models.Model):
    """A column of a table, what it is taken for, and what a person chose instead."""

    table = models.ForeignKey(ImportTable, on_delete=models.CASCADE, related_name="columns")
    number = models.PositiveSmallIntegerField(help_text="Counts from 0")
    heading = models.TextField(blank=True)
    example = models.TextField(blank=True, help_text="What its first cells hold")
    taken_for = models.CharField(max_length=40, blank=True)
    chosen = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return self.heading


class ImportEntry(models.Model):
    """An area, an outcome or an action that was recognised, with what a person corrected."""

    plan_import = models.ForeignKey(PlanImport, on_delete=models.CASCADE, related_name="entries")
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=EntryKind)
    ref = models.CharField(max_length=40)
    place = models.CharField(max_length=200, blank=True)
    content = models.JSONField(help_text="As recognised")
    corrected = models.JSONField(default=dict, help_text="Fields that a person gave otherwise")
    source = models.JSONField(default=list, help_text="Cells of its row: heading, text, fill")
    left_out = models.BooleanField(default=False)

    objects = ImportEntryQuerySet.as_manager()

    class Meta:
        ordering = ("order",)

    def __str__(self) -> str:
        return self.ref


class ImportGuess(models.Model):
    """One question about what was recognised, and its answer."""

    plan_import = models.ForeignKey(PlanImport, on_delete=models.CASCADE, related_name="guesses")
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    text = models.TextField(help_text="What the file has")
    taken_for = models.TextField()
    texts = models.JSONField(default=list, help_text="Each text that one answer settles")
    places = models.JSONField(default=list)
    answer = models.CharField(max_length=10, choices=GuessAnswer, blank=True)
    value = models.CharField(max_length=200, blank=True, help_text="Given in place of the guess")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ImportGuessQuerySet.as_manager()

    class Meta:
        ordering = ("order",)

    def __str__(self) -> str:
        return f"{self.kind}: {self.text[:40]}"


class ImportLeftover(models.Model):
    """Something in the file that is not in the plan: where, what, and why."""

    plan_import = models.ForeignKey(PlanImport, on_delete=models.CASCADE, related_name="leftovers")
    order = models.PositiveIntegerField()
    place = models.CharField(max_length=200)
    text = models.TextField()
    reason = models.TextField()

    class Meta:
        ordering = ("order",)

    def __str__(self) -> str:
        return self.place


class ActionSource(AppendOnlyModel):
    """The row of a file that an action was made or changed from, and its fields as it loaded them.

    A later import of the same plan compares with them: what people changed here since then is told
    from what the file changed.
    """

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="sources")
    plan_import = models.ForeignKey(PlanImport, on_delete=models.CASCADE, related_name="sources")
    place = models.CharField(max_length=200)
    loaded = models.JSONField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.action_id}: {self.place}"
