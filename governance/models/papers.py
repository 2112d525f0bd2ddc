"""Publications: highlight reports and quarterly updates, frozen and signed."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from actions.models import Action, Plan, ReportingPeriod, StatusUpdate
from governance.domain.enums import PaperKind, PaperState, Side
from governance.models.jobs import Job
from governance.models.oversight import Meeting
from governance.querysets.board_question import BoardQuestionQuerySet
from governance.querysets.paper import PaperQuerySet
from governance.querysets.rendering import RenderingQuerySet
from wsoa.accounts.models import AreaBrand
from wsoa.core.append_only import AppendOnlyModel, AppendOnlyQuerySet


class Paper(models.Model):
    """One version of a publication or highlight report. Every format shows only what is in
    `frozen`.

    `frozen` is canonical JSON, exactly the text whose SHA-256 is `sha256`: see
    governance/papers/document/frozen.py.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=10, choices=PaperKind)
    period = models.ForeignKey(
        ReportingPeriod,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="papers",
        help_text="Of a quarterly update",
    )
    meeting = models.ForeignKey(
        Meeting,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="papers",
        help_text="For which a highlight report is made",
    )
    key = models.CharField(
        max_length=10, help_text="Of its address: 2019-10, or the day of a highlight report"
    )
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    as_at = models.DateField()
    state = models.CharField(max_length=10, choices=PaperState, default=PaperState.DRAFT)
    schema = models.PositiveSmallIntegerField()
    frozen = models.TextField()
    sha256 = models.CharField(max_length=64)
    brand = models.ForeignKey(
        AreaBrand,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="How the local area showed itself when it was frozen; its files show that",
    )
    word_template = models.ForeignKey(
        "WordTemplate",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Of the local area when it was frozen; its Word file is written into that",
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    corrects = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrected_by",
        help_text="The version before it",
    )
    correction_note = models.TextField(
        blank=True, help_text="What was wrong; readers see it on both"
    )
    publish_from = models.DateTimeField(
        null=True, blank=True, help_text="Embargo: not public before; empty: at once"
    )
    published_at = models.DateTimeField(null=True, blank=True, help_text="When it went out")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawal_reason = models.TextField(blank=True)

    objects = PaperQuerySet.as_manager()
    versions: tuple[Paper, ...] = ()  # all of its key, the last first, where they were read

    class Meta:
        ordering = ("-as_at", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=["plan", "kind", "key", "version"],
                condition=~Q(state="dropped"),
                name="one_paper_a_version",
            ),
            models.UniqueConstraint(
                fields=["plan", "kind", "key"],
                condition=Q(state__in=("draft", "going_out")),
                name="one_paper_in_preparation",
            ),
            models.CheckConstraint(
                condition=Q(kind="quarterly", period__isnull=False)
                | Q(kind="highlight", meeting__isnull=False),
                name="paper_has_its_occasion",
            ),
            models.CheckConstraint(
                condition=Q(version=1, corrects=None) | (Q(version__gt=1) & ~Q(correction_note="")),
                name="correction_says_what_was_wrong",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(withdrawal_reason=""),
                name="withdrawal_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="out") | Q(published_at__isnull=False),
                name="published_since_when",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"

    def get_absolute_url(self) -> str:
        return reverse(PaperKind(self.kind).page, args=[self.plan.slug, self.key])

    @property
    def folder(self) -> Path:
        """The folder of its finished files, named by the document's hash."""
        return Path(settings.FILES_DIR, "papers", self.sha256)


class Rendering(Job):
    """The job that makes every format of a publication. Nothing is public until all are done."""

    TASK: ClassVar[str] = "governance.tasks.render_paper"

    paper = models.OneToOneField(Paper, on_delete=models.CASCADE, related_name="rendering")
    sha256 = models.CharField(max_length=64, help_text="Of the document that is rendered")

    objects: ClassVar[Any] = RenderingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.paper_id}: {self.get_state_display()}"


class PaperFile(models.Model):
    """One finished format of a publication, by its name within the publication's folder."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=80, help_text="Such as sheffield-2019-2019-10.ods")
    form = models.CharField(max_length=40, help_text="html, pdf, ods, csv, area-1, easy-read-1 …")
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="Bytes")
    pages = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("form",)
        constraints = (
            models.UniqueConstraint(fields=["paper", "name"], name="one_paper_file_a_name"),
        )

    def __str__(self) -> str:
        return self.name


class Signature(models.Model):
    """A person's sign-off of one exact document. It is void if the document's hash changes."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="signatures")
    side = models.CharField(max_length=10, choices=Side)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, help_text="As it is printed")
    at = models.DateTimeField()
    frozen = models.TextField(
        blank=True, help_text="The text that was signed, to be compared with a later one"
    )

    class Meta:
        ordering = ("at",)
        constraints = (
            models.UniqueConstraint(
                fields=["paper", "side", "sha256"], name="one_signature_a_side"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}, for {self.get_side_display()}"

    @property
    def holds(self) -> bool:
        return self.sha256 == self.paper.sha256


class WarningAcceptance(models.Model):
    """A warning that the publisher accepted, with the reason. Its key contains the fact itself."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="accepted")
    key = models.CharField(max_length=200)
    warning = models.TextField(help_text="As it was shown")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)
        constraints = (
            models.UniqueConstraint(fields=["paper", "key"], name="one_acceptance_a_warning"),
            models.CheckConstraint(condition=~Q(reason=""), name="accepted_with_a_reason"),
        )

    def __str__(self) -> str:
        return self.warning[:60]


class PersonalDataDecision(AppendOnlyModel):
    """The decision that words which may tell of a person may be published in exactly one text.

    It holds for every later publication of the plan that has the words in the same text.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="personal_data_decisions")
    kind = models.CharField(max_length=20, help_text="What it may be: person, nhs-number, age …")
    words = models.TextField(help_text="The words as they stand in the text")
    text_sha256 = models.CharField(max_length=64, help_text="Of the whole text")
    reason = models.TextField(help_text="Why they may be published")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[Any] = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["plan", "kind", "words", "text_sha256"], name="one_decision_a_text"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="decided_with_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.kind}: {self.words}"[:60]


class Clearance(models.Model):
    """The decision whether an update's text may be published. Undecided texts are left out."""

    update = models.OneToOneField(StatusUpdate, on_delete=models.CASCADE, related_name="clearance")
    cleared = models.BooleanField()
    reason = models.TextField(blank=True, help_text="Why it is left out")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    def __str__(self) -> str:
        return "Cleared" if self.cleared else "Left out"


class Remark(models.Model):
    """An officer's text in a section of a highlight report. Counts and lists cannot be edited."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="remarks")
    section = models.CharField(max_length=40, help_text="A section's key, or `top`")
    words = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("section", "at")
        constraints = (
            models.UniqueConstraint(fields=["paper", "section"], name="one_remark_a_section"),
        )

    def __str__(self) -> str:
        return self.words[:60]


class BoardQuestion(models.Model):
    """A board member's question about one line of a highlight report, and its answer."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="questions")
    line = models.CharField(max_length=80, help_text="The line's key in the document")
    action = models.ForeignKey(
        Action, null=True, blank=True, on_delete=models.PROTECT, related_name="board_questions"
    )
    words = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_read_at = models.DateTimeField(
        null=True, blank=True, help_text="When whoever asked had read the answer"
    )

    objects = BoardQuestionQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | (~Q(answer="") & Q(answered_at__gte=F("at"))),
                name="answered_after_it_was_asked",
            ),
        )

    def __str__(self) -> str:
        return self.words[:60]
