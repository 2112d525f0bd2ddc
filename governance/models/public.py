"""What the public can do without an account: follow an area, ask about an action."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from actions.models import Action, AreaOfWeakness, Plan
from governance.models.papers import Paper


class FormerSlug(models.Model):
    """An address that a plan once had. It leads on for ever."""

    slug = models.SlugField(max_length=80, unique=True)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug


class FollowerQuerySet(models.QuerySet["Follower"]):
    def confirmed(self) -> FollowerQuerySet:
        return self.filter(confirmed_at__isnull=False)

    def with_token(self, token: str) -> FollowerQuerySet:
        """Whose link this is; any text may be asked for."""
        return self.filter(token=token.replace("\x00", ""))

    def asked_of(self, email: str, since: datetime) -> FollowerQuerySet:
        """What was asked for in somebody's name since that moment, and they have not confirmed."""
        return self.filter(email=email, confirmed_at=None, asked_at__gt=since)

    def to_be_told(self, paper: Paper) -> FollowerQuerySet:
        """Who followed before the paper went out, and has not been told of it."""
        there = self.confirmed().filter(plan=paper.plan_id, confirmed_at__lte=paper.out_at)
        return there.exclude(told__paper=paper).select_related("area", "plan").order_by("pk")


class Follower(models.Model):
    """Somebody who asked to be told of what is published of a plan, or of one area of it.

    Nothing is sent before they have confirmed by the link in the first e-mail. The row goes
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
    """That a follower was told of a paper: written before the e-mail, so that it goes once."""

    follower = models.ForeignKey(Follower, on_delete=models.CASCADE, related_name="told")
    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="told")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["follower", "paper"], name="told_once"),)

    def __str__(self) -> str:
        return f"{self.follower_id}: {self.paper_id}"


class PublicQuestionQuerySet(models.QuerySet["PublicQuestion"]):
    def unanswered(self) -> PublicQuestionQuerySet:
        return self.filter(answered_at=None)

    def with_what_they_are_about(self) -> PublicQuestionQuerySet:
        return self.select_related("action", "area", "answered_by")


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
