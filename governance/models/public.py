"""What the public can do without an account: follow an area, ask about an action."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from actions.models import Action, AreaOfWeakness, Plan
from governance.models.papers import Paper
from governance.querysets.follower import FollowerQuerySet
from governance.querysets.public_question import PublicQuestionQuerySet


class FormerSlug(models.Model):
    """An address that a plan once had. It leads on for ever."""

    slug = models.SlugField(max_length=80, unique=True)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug


class Follower(models.Model):
    """Somebody who asked to be told of what is published of a plan, or of one area of it.

    Nothing is sent before they have confirmed by the link in the first email. The row goes
    when they end it: no list of former readers is kept.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="followers")
    area = models.ForeignKey(
        AreaOfWeakness, null=True, blank=True, on_delete=models.CASCADE, related_name="followers"
    )
    email = models.EmailField()
    token = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
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


class Told(models.Model):
    """That a follower was told of a paper: written before the email, so that it goes once."""

    follower = models.ForeignKey(Follower, on_delete=models.CASCADE, related_name="told")
    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="told")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["follower", "paper"], name="told_once"),)

    def __str__(self) -> str:
        return f"{self.follower_id}: {self.paper_id}"


class PublicQuestion(models.Model):
    """What a member of the public asks about a published action or area."""

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
        help_text="Where an answer is to go; may be empty, and is taken out once it was sent",
    )
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = PublicQuestionQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.words[:60]
