"""A quarter as PDF, requested by a person of the plan. It is not a publication."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from actions.models import Plan, ReportingPeriod
from governance.models.jobs import Job
from governance.querysets.report import ReportQuerySet
from wsoa.accounts.models import AreaBrand


class Report(Job):
    """One requested report: the frozen document, its progress, and its file."""

    TASK: ClassVar[str] = "governance.tasks.render_report"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="reports")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.RESTRICT, related_name="reports")
    content_hash = models.CharField(
        max_length=64, unique=True, help_text="Of the document and of what renders it"
    )
    document = models.JSONField(help_text="All that the paper shows, frozen when it was asked for")
    brand = models.ForeignKey(
        AreaBrand,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="How the local area showed itself when it was asked for",
    )
    as_at = models.DateField(help_text="The day whose numbers it shows")
    file = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0, help_text="Bytes")
    pages = models.PositiveSmallIntegerField(default=0)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField()

    objects: ClassVar[Any] = ReportQuerySet.as_manager()

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
        """The path of its file, finished or not."""
        return Path(settings.FILES_DIR, f"{self.content_hash}.pdf")

    @property
    def is_ready(self) -> bool:
        """Whether the row is ready and the file exists."""
        return self.state == self.State.READY and self.path.is_file()

    @property
    def file_name(self) -> str:
        """The name of the downloaded file."""
        return f"{self.plan.slug}-update-{self.period.key}.pdf"
