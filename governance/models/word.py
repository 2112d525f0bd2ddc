"""Reports in Word: a local area's own templates, and the front sheets for committees."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from governance.domain.front_sheet import FrontSheet
from governance.models.papers import Paper
from governance.querysets.word import (
    CommitteePaperQuerySet,
    WordTemplateChoiceQuerySet,
    WordTemplateQuerySet,
)
from wsoa.accounts.models import LocalArea
from wsoa.core.append_only import AppendOnlyModel


class WordTemplate(AppendOnlyModel):
    """A Word template that a local area has uploaded. What was frozen with one keeps it."""

    local_area = models.ForeignKey(
        LocalArea, on_delete=models.CASCADE, related_name="word_templates"
    )
    name = models.CharField(max_length=150, help_text="Of the file")
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()

    objects = WordTemplateQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["local_area", "sha256"], name="one_word_template_a_content"
            ),
        )

    def __str__(self) -> str:
        return self.name


class WordTemplateChoice(AppendOnlyModel):
    """From when on reports of a local area are written into which template; the last one holds."""

    local_area = models.ForeignKey(
        LocalArea, on_delete=models.CASCADE, related_name="word_template_choices"
    )
    template = models.ForeignKey(
        WordTemplate,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Empty: that of the service",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = WordTemplateChoiceQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return str(self.template or "The template of the service")


class CommitteePaper(AppendOnlyModel):
    """The front sheet with which a publication was prepared for a meeting. An entry may be empty.

    The Word file is made of it and of the frozen document whenever somebody downloads it.
    """

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="committee_papers")
    template = models.ForeignKey(
        WordTemplate,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Of the local area on that day; empty: that of the service",
    )
    report_of = models.TextField(blank=True)
    to = models.TextField(blank=True)
    date = models.CharField(max_length=100, blank=True, help_text="As it is printed")
    author = models.TextField(blank=True)
    purpose = models.TextField(blank=True)
    recommendation = models.TextField(blank=True)
    implications = models.TextField(blank=True)
    background_papers = models.TextField(blank=True, help_text="One a line")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = CommitteePaperQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.paper_id}: {self.to}"[:80]

    @property
    def front_sheet(self) -> FrontSheet:
        return FrontSheet(
            report_of=self.report_of,
            to=self.to,
            date=self.date,
            author=self.author,
            purpose=self.purpose,
            recommendation=self.recommendation,
            implications=self.implications,
            background_papers=self.background_papers,
        )
