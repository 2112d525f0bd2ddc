"""The decision whether what an officer wrote on an area may be published."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from actions.models import AreaCommentary
from governance.querysets.commentary_clearance import CommentaryClearanceQuerySet


class CommentaryClearance(models.Model):
    """The decision on one version of an area's commentary. Without one, it is left out."""

    commentary = models.OneToOneField(
        AreaCommentary, on_delete=models.CASCADE, related_name="clearance"
    )
    cleared = models.BooleanField()
    reason = models.TextField(blank=True, help_text="Why it is left out")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    objects = CommentaryClearanceQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(cleared=True) | ~Q(reason=""), name="commentary_left_out_with_a_reason"
            ),
        )

    def __str__(self) -> str:
        return "Cleared" if self.cleared else "Left out"
