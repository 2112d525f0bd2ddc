"""Rows of people without an account: subscriptions to a plan or area, and questions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from actions.models import Action, AreaOfWeakness, Plan
from governance.domain.enums import DismissalReason
from governance.models.papers import Paper
from governance.querysets.follower import FollowerQuerySet
from governance.querysets.public_question import PublicQuestionQuerySet


class FormerSlug(models.Model):
    """A former address of a plan. It redirects for ever."""

    slug = models.SlugField(max_length=80, unique=True)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug


class Follower(models.Model):
    """A subscriber to the publications of a plan, or of one area of it.

    Nothing is sent before the address is confirmed by the link in the first email. Unsubscribing
    deletes the row, so that no list of former readers is kept.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="followers")
    area = models.ForeignKey(
        AreaOfWeakness, null=True, blank=True, on_delete=models.CASCADE, related_name="followers"
    )
    email = models.EmailField()
    former_token_hash = models.CharField(
        max_length=64,
        null=True,
        blank=True,
        unique=True,
        editable=False,
        help_text="SHA-256 of the link in emails that were sent before links were signatures",
    )
    requested_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = FollowerQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["plan", "email"], condition=Q(area=None), name="one_follower_a_plan"
            ),
            models.UniqueConstraint(fields=["plan", "email", "area"], name="one_follower_an_area"),
        )

    def __str__(self) -> str:
        return self.email


class NotificationSent(models.Model):
    """The record that a follower was notified of a publication, saved before the email is sent."""

    follower = models.ForeignKey(Follower, on_delete=models.CASCADE, related_name="notifications")
    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="notifications")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["follower", "paper"], name="told_once"),)

    def __str__(self) -> str:
        return f"{self.follower_id}: {self.paper_id}"


class PublicQuestion(models.Model):
    """A question from the public about a published action or area, or about the plan.

    It waits until it is answered or dismissed. A dismissed one can be restored, and waits again.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="public_questions")
    paper = models.ForeignKey(
        Paper, null=True, blank=True, on_delete=models.SET_NULL, related_name="public_questions"
    )
    action = models.ForeignKey(
        Action, null=True, blank=True, on_delete=models.SET_NULL, related_name="public_questions"
    )
    area = models.ForeignKey(
        AreaOfWeakness,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="public_questions",
    )
    words = models.TextField()
    email = models.EmailField(
        blank=True,
        help_text="Where an answer is to go; may be empty, and is taken out once it was sent or "
        "the question was dismissed",
    )
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_because = models.CharField(max_length=20, choices=DismissalReason, blank=True)

    objects = PublicQuestionQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(dismissed_at=None, dismissed_because="")
                | (
                    Q(dismissed_at__isnull=False, answered_at=None, email="")
                    & ~Q(dismissed_because="")
                ),
                name="dismissed_with_a_reason_or_not",
            ),
        )

    def __str__(self) -> str:
        return self.words[:60]
