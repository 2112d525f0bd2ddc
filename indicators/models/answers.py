"""Answers to questions about contradictions between figures and statuses."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from actions.models import Plan


class Answer(models.Model):
    """An accountable officer's answer to a question. The latest one counts; none is edited.

    Questions are derived from the data. `findings` are the keys of what was found when it was
    asked: each contains the facts behind it, so that new facts raise a new question, and the same
    facts do not raise another one. `key` is made of them all.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="answers")
    key = models.CharField(max_length=200)
    findings = models.JSONField(default=list, help_text="The keys of what was found")
    question = models.TextField(help_text="As it was asked")
    words = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        indexes = (models.Index(fields=["plan", "key"], name="answer_by_key"),)

    def __str__(self) -> str:
        return self.words[:60]
