"""The PDF of a draft as it will be published, made for the people who sign it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from governance.models.jobs import Job
from governance.models.papers import Paper
from governance.querysets.preview import PreviewPdfQuerySet


class PreviewPdf(Job):
    """One PDF of exactly this document with exactly these signatures. Nobody else gets it."""

    TASK: ClassVar[str] = "governance.tasks.render_preview"

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="previews")
    content_hash = models.CharField(
        max_length=64, unique=True, help_text="Of the document, its signatures and its brand"
    )
    size = models.PositiveIntegerField(default=0, help_text="Bytes")
    pages = models.PositiveSmallIntegerField(default=0)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField()

    objects: ClassVar[Any] = PreviewPdfQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.paper_id}: {self.get_state_display()}"

    @property
    def path(self) -> Path:
        return Path(settings.FILES_DIR, "previews", f"{self.content_hash}.pdf")

    def easy_read_path(self, number: int) -> Path:
        """The Easy Read summary of the first, second, … area that has one, as PDF."""
        return self.path.with_name(f"{self.content_hash}-easy-read-{number}.pdf")

    @property
    def is_ready(self) -> bool:
        """Whether the row is ready and the file exists."""
        return self.state == self.State.READY and self.path.is_file()
