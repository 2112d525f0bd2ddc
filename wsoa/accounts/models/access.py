"""How a person comes to have access to an area, and the reviews of who still needs it."""

from django.db import models
from django.db.models import Q

from wsoa.accounts.models.local_area import LocalArea
from wsoa.accounts.models.person import User
from wsoa.accounts.querysets import (
    AccessConfirmationQuerySet,
    AccessReviewQuerySet,
    InvitationQuerySet,
)
from wsoa.core.append_only import AppendOnlyModel


class Invitation(models.Model):
    """An emailed link by which a person accepts what an area gave them. It works once."""

    local_area = models.ForeignKey(LocalArea, on_delete=models.CASCADE, related_name="invitations")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(
        max_length=64, unique=True, help_text="SHA-256 of the token; the email alone has the token"
    )
    offer = models.CharField(max_length=300, help_text="What for, such as: Lead, SCC-HoS")
    made_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("made_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["local_area", "user"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="one_waiting_invitation",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(withdrawn_at=None),
                name="invitation_accepted_or_withdrawn",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user.email}, {self.local_area}"


class AccessReview(models.Model):
    """The review of who has access to an area, for one quarter of the year."""

    local_area = models.ForeignKey(
        LocalArea, on_delete=models.CASCADE, related_name="access_reviews"
    )
    quarter = models.DateField(help_text="First day of the quarter")
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = AccessReviewQuerySet.as_manager()

    class Meta:
        ordering = ("-quarter",)
        constraints = (
            models.UniqueConstraint(fields=["local_area", "quarter"], name="one_review_a_quarter"),
        )

    def __str__(self) -> str:
        return f"{self.local_area}, {self.quarter}"


class AccessConfirmation(AppendOnlyModel):
    """In a review, that a person still needs the access that they had then."""

    review = models.ForeignKey(AccessReview, on_delete=models.CASCADE, related_name="confirmations")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    access = models.TextField(help_text="The roles and posts that were confirmed, as shown then")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = AccessConfirmationQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(fields=["review", "user"], name="one_confirmation_a_review"),
        )

    def __str__(self) -> str:
        return f"{self.user}, {self.review}"
