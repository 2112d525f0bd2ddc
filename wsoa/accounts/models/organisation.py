"""Organisations and their posts, and what becomes of both when one is renamed or succeeded."""

from django.db import models
from django.db.models import Q

from wsoa.accounts.models.local_area import LocalArea
from wsoa.accounts.models.person import User
from wsoa.accounts.querysets import (
    OrganisationChangeQuerySet,
    OrganisationQuerySet,
    PostQuerySet,
)
from wsoa.core.append_only import AppendOnlyModel


class Organisation(models.Model):
    """A partner of a local area, or a national body that every area may name.

    Its code is what plans print before a post: "SCC - HCIS". Within an area it stands for one
    organisation, and no area's organisation has the code of a national one.
    """

    class Kind(models.TextChoices):
        COUNCIL = "council", "Council"
        NHS = "nhs", "NHS"
        SCHOOLS = "schools", "Schools"
        PARENTS = "parents", "Parents and carers"
        VOLUNTARY = "voluntary", "Voluntary"
        OTHER = "other", "Other"

    local_area = models.ForeignKey(
        LocalArea,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
        help_text="Empty: national, such as NHS England",
    )
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    succeeded_by = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
        help_text="The organisation that its posts passed on to",
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["local_area", "code"], name="one_organisation_a_code"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(local_area=None), name="one_national_body_a_code"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def current(self) -> "Organisation":
        """The organisation itself, or the one that has succeeded it, however often."""
        return self.succeeded_by.current if self.succeeded_by else self


class Post(models.Model):
    """A post that leads actions, such as SCC-HCIS. Another area's of the same code is another."""

    local_area = models.ForeignKey(LocalArea, on_delete=models.PROTECT, related_name="posts")
    code = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["local_area", "code"], name="one_post_a_code"),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def display_name(self) -> str:
        """How updates name it: by its title, or by the organisation that leads as a whole."""
        whole = self.code == self.organisation.code
        return self.organisation.name if whole else self.title


class OrganisationChange(models.Model):
    """A new name of an organisation, or its succession by another one, from a day.

    Carried out once: at once, or on its day. What it moved is in `moves`.
    """

    class Kind(models.TextChoices):
        RENAME = "rename", "Renamed"
        SUCCESSION = "succession", "Succeeded"

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=20, choices=Kind)
    from_day = models.DateField(help_text="First day of the new name, or of the successor")
    name_before = models.CharField(max_length=200)
    name_after = models.CharField(max_length=200)
    successor = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="successions"
    )
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = OrganisationChangeQuerySet.as_manager()

    class Meta:
        ordering = ("from_day", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="rename", successor=None)
                | Q(kind="succession", successor__isnull=False),
                name="succession_has_a_successor",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name_before} to {self.name_after}, {self.from_day}"


class PostMove(AppendOnlyModel):
    """A post that passed on from an organisation to its successor."""

    change = models.ForeignKey(OrganisationChange, on_delete=models.CASCADE, related_name="moves")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="moves")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["change", "post"], name="a_post_moves_once_a_change"),
        )

    def __str__(self) -> str:
        return f"{self.post}: {self.change}"
