"""Who holds a post, and who has a role in an area, from day to day."""

from django.db import models
from django.db.models import F, Q

from wsoa.accounts.models.local_area import LocalArea
from wsoa.accounts.models.organisation import Post
from wsoa.accounts.models.person import User
from wsoa.accounts.querysets import AreaRoleQuerySet, PostHoldingQuerySet

_ENDS_AFTER_IT_BEGINS = Q(since=None) | Q(until=None) | Q(until__gte=F("since")) | Q(is_empty=True)


class Term(models.Model):
    """A time from one day to another, both included. Rows are ended, and never deleted."""

    since = models.DateField(
        null=True, blank=True, help_text="Empty: since before it was recorded here"
    )
    until = models.DateField(null=True, blank=True)
    is_empty = models.BooleanField(
        default=False,
        help_text="Covers no whole day: it was ended on the day it began, or before",
    )

    class Meta:
        abstract = True


class PostHolding(Term):
    """A holding of a post, by a user or by the name of a person who does not sign in."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="holdings")
    holder = models.CharField(max_length=200)
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="holdings"
    )
    deputy = models.BooleanField(default=False, help_text="Stands in; may do what the holder may")
    handover_note = models.TextField(
        blank=True, help_text="From who held it before; shown until the first update"
    )
    taking = models.JSONField(
        default=dict,
        blank=True,
        help_text="What taking the post changed for others, so that it can be undone",
    )

    objects = PostHoldingQuerySet.as_manager()

    class Meta:
        ordering = ("post", F("since").asc(nulls_first=True))
        constraints = (
            models.CheckConstraint(
                condition=_ENDS_AFTER_IT_BEGINS,
                name="holding_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.holder}, {self.post}"

    @property
    def summary(self) -> str:
        """Who, as what, from when to when: "Deputy: Ann, from 2 December 2019"."""
        parts = [f"Deputy: {self.holder}" if self.deputy else self.holder]
        if self.since:
            parts.append(f"from {self.since:%-d %B %Y}")
        if self.until:
            parts.append(f"until {self.until:%-d %B %Y}")
        return ", ".join(parts)


class AreaRole(Term):
    """What somebody is to a local area as a whole. The administrator looks after its people."""

    class Kind(models.TextChoices):
        ADMINISTRATOR = "administrator", "Administrator"

    local_area = models.ForeignKey(LocalArea, on_delete=models.PROTECT, related_name="roles")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="area_roles")
    role = models.CharField(max_length=20, choices=Kind, default=Kind.ADMINISTRATOR)

    objects = AreaRoleQuerySet.as_manager()

    class Meta:
        ordering = ("local_area", F("since").asc(nulls_first=True), "pk")
        constraints = (
            models.CheckConstraint(
                condition=_ENDS_AFTER_IT_BEGINS, name="area_role_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["local_area", "user", "role"],
                condition=Q(until=None),
                name="one_running_area_role",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.local_area}"
