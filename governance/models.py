"""Who oversees the plan, and the papers that are made of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from actions.models import AreaOfWeakness, Plan, ReportingPeriod


class Body(models.Model):
    """A board, committee or forum that the plan answers to."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="bodies")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    abbreviation = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=40)
    role = models.TextField(blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children"
    )

    class Meta:
        ordering = ("order",)
        verbose_name_plural = "bodies"
        constraints = (models.UniqueConstraint(fields=["plan", "name"], name="one_body_a_name"),)

    def __str__(self) -> str:
        return self.name


class Theme(models.Model):
    """A key theme: some of the areas, overseen together."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="themes")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    areas = models.ManyToManyField(AreaOfWeakness, related_name="themes")

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["plan", "number"], name="one_theme_a_number"),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class ReportQuerySet(models.QuerySet["Report"]):
    def light(self) -> ReportQuerySet:
        """Without the frozen documents, which are long."""
        return self.defer("document")

    def unfinished(self) -> ReportQuerySet:
        return self.filter(state__in=Report.UNFINISHED)

    def free_at(self, moment: datetime) -> ReportQuerySet:
        """Unfinished reports that nobody is working on: never claimed, or the claim has lapsed."""
        return self.unfinished().filter(Q(leased_until=None) | Q(leased_until__lt=moment))

    def unsent_since(self, moment: datetime) -> ReportQuerySet:
        """Those of which no message has gone to the workers since that moment."""
        return self.filter(Q(sent_at=None) | Q(sent_at__lt=moment))

    def claimed(self, pk: int, claim: str) -> ReportQuerySet:
        """The report, where that claim still holds; nothing where somebody else took it over."""
        return self.filter(pk=pk, claim=claim, state=Report.State.MAKING)

    def finished(self) -> ReportQuerySet:
        return self.filter(state=Report.State.READY)


class Report(models.Model):
    """One paper being made, or made: the frozen document, how far it is, and its file.

    The row, not the queue, is the truth. Whoever renders it claims it with a conditional UPDATE
    and renews the lease as it goes; a lease that has run out means that the work was lost.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting to be made"
        MAKING = "making", "Being made"
        READY = "ready", "Ready"
        FAILED = "failed", "Not made"

    UNFINISHED: ClassVar[tuple[str, ...]] = (State.QUEUED, State.MAKING)

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="reports")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.RESTRICT, related_name="reports")
    content_hash = models.CharField(
        max_length=64, unique=True, help_text="Of the document and of what renders it"
    )
    document = models.JSONField(help_text="All that the paper shows, frozen when it was asked for")
    as_at = models.DateField(help_text="The day whose numbers it shows")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    stage = models.CharField(max_length=100, blank=True, help_text="What is being done, in words")
    done = models.PositiveSmallIntegerField(default=0, help_text="Per cent")
    tries = models.PositiveSmallIntegerField(default=0)
    claim = models.CharField(max_length=40, blank=True, help_text="Who is working on it")
    leased_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(
        null=True, blank=True, help_text="When a message last went to the workers"
    )
    error = models.TextField(blank=True, help_text="Why it was not made, in words")
    file = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0, help_text="Bytes")
    pages = models.PositiveSmallIntegerField(default=0)
    seconds = models.FloatField(default=0)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ("-requested_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="ready") | (~Q(file="") & Q(size__gt=0) & Q(pages__gt=0)),
                name="ready_report_has_a_file",
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan}, {self.period}, {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("report-progress", args=[self.plan.slug, self.period.key, self.pk])

    @property
    def path(self) -> Path:
        """Where its file is, or will be."""
        return Path(settings.FILES_DIR, f"{self.content_hash}.pdf")

    @property
    def is_ready(self) -> bool:
        """Whether the row says ready, and the file is really there."""
        return self.state == self.State.READY and self.path.is_file()

    @property
    def file_name(self) -> str:
        """What the file is called once it is downloaded."""
        return f"{self.plan.slug}-update-{self.period.key}.pdf"
