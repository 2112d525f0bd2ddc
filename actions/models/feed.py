"""Tokens of the data feed: who outside reads the plans of a local area."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q

from actions.querysets.feed import FeedTokenQuerySet
from wsoa.accounts.models import LocalArea

LONGEST_TOKEN_NAME = 60


class FeedToken(models.Model):
    """A token with which a program reads the data feed of one local area. Kept as a hash only.

    It belongs to the area, and not to the person who made it: it lasts until its last day, or
    until an administrator of the area revokes it.
    """

    local_area = models.ForeignKey(LocalArea, on_delete=models.CASCADE, related_name="feed_tokens")
    name = models.CharField(max_length=LONGEST_TOKEN_NAME, help_text="What it is for")
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    last_day = models.DateField(null=True, blank=True, help_text="Empty: until it is revoked")
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = FeedTokenQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["local_area", "name"],
                condition=Q(revoked_at=None),
                name="one_feed_token_a_name",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def hash_of(token: str) -> str:
        """What is kept of a token. It has enough randomness that a plain hash is safe."""
        return hashlib.sha256(token.encode(errors="replace")).hexdigest()
