"""The decision whether what an officer wrote on an area or the programme may be published."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.db import models
from django.db.models import Q

from actions.models import AreaCommentary, Commentary, ProgrammeCommentary
from governance.querysets.commentary_clearance import CommentaryClearanceQuerySet


class CommentaryClearance(models.Model):
    """The decision on one version of a commentary. Without one, it is left out.

    `commentary` is that of an area; `programme` the text on the programme as a whole.
    """

    commentary = models.OneToOneField(
        AreaCommentary, null=True, on_delete=models.CASCADE, related_name="clearance"
    )
    programme = models.OneToOneField(
        ProgrammeCommentary, null=True, on_delete=models.CASCADE, related_name="clearance"
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
            models.CheckConstraint(
                condition=Q(commentary=None, programme__isnull=False)
                | Q(commentary__isnull=False, programme=None),
                name="commentary_of_an_area_or_the_programme",
            ),
        )

    def __str__(self) -> str:
        return "Cleared" if self.cleared else "Left out"

    @property
    def decided_text(self) -> Commentary:
        """The version that it is a decision on."""
        # A constraint of the table: there is the one or the other.
        return cast("Commentary", self.commentary or self.programme)
