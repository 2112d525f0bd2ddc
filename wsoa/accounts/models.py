"""Local areas, people who sign in, organisations, posts, and holdings of posts over time.

The local area is the tenant: organisations and posts belong to one, and people to as many as they
have a post or a role in. A lead is a post, not a person: posts change hands, and what was said
then stays with who held the post then.
"""

import hashlib
from typing import Any, ClassVar

import rules
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q

from wsoa.accounts.querysets import (
    AreaBrandQuerySet,
    AreaRoleQuerySet,
    InvitationQuerySet,
    LocalAreaQuerySet,
    OrganisationChangeQuerySet,
    OrganisationQuerySet,
    PostHoldingQuerySet,
    PostQuerySet,
)
from wsoa.core.append_only import AppendOnlyModel
from wsoa.core.brands import LONGEST_ALT, LONGEST_NAME, Brand, Logo


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who can sign in. People are invited; nobody signs up."""

    email = models.EmailField("email address", unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(
        default=False, help_text="Has the shared demo password; may sign in on this computer only."
    )
    digest_paused = models.BooleanField(
        default=False, help_text="No reminders but that a round has opened"
    )
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Only what the rules of the apps say.

        A site administrator looks after the service: that alone opens no plan and no local area.
        """
        return self.is_active and bool(rules.has_perm(perm, self, obj))


class LocalArea(models.Model):
    """An English local area, such as Sheffield: the tenant to which plans and posts belong."""

    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=100, unique=True)
    brand = models.ForeignKey(
        "AreaBrand",
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
        help_text="How it shows itself now; empty: as the service does",
    )

    objects = LocalAreaQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class BrandLogo(AppendOnlyModel):
    """A logo as it is shown: a PNG that was drawn anew from what was uploaded."""

    png = models.BinaryField()
    width = models.PositiveSmallIntegerField(help_text="Pixels")
    height = models.PositiveSmallIntegerField(help_text="Pixels")

    def __str__(self) -> str:
        return f"{self.width} by {self.height}"


class AreaBrand(AppendOnlyModel):
    """A brand that a local area has or had. What was published under one keeps it for ever.

    `key` is of all that it shows: in the address of its style sheet and its logo, caches can keep
    these for good.
    """

    local_area = models.ForeignKey(LocalArea, on_delete=models.CASCADE, related_name="brands")
    key = models.CharField(max_length=16, help_text="Of its SHA-256")
    name = models.CharField(max_length=LONGEST_NAME)
    colour = models.CharField(max_length=7, blank=True, help_text="#rrggbb; empty: the service's")
    logo = models.ForeignKey(
        BrandLogo, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    logo_alt = models.CharField(max_length=LONGEST_ALT, blank=True)
    made_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()

    objects = AreaBrandQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["local_area", "key"], name="one_brand_a_key"),
            models.CheckConstraint(
                condition=Q(logo=None, logo_alt="") | (Q(logo__isnull=False) & ~Q(logo_alt="")),
                name="logo_has_a_text_alternative",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def value(self) -> Brand:
        """All that it shows, with the bytes of its logo."""
        logo = self.logo
        if logo is None:
            return Brand(self.name, self.colour)
        picture = Logo(bytes(logo.png), self.logo_alt, logo.width, logo.height)
        return Brand(self.name, self.colour, picture)

    @staticmethod
    def key_of(brand: Brand) -> str:
        """The key of what a brand shows: equal brands have an equal key."""
        logo = (brand.logo.png, brand.logo.alt) if brand.logo else None
        return hashlib.sha256(repr((brand.name, brand.colour, logo)).encode()).hexdigest()[:16]


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
    def said_as(self) -> str:
        """How updates name it: by its title, or by the organisation that leads as a whole."""
        whole = self.code == self.organisation.code
        return self.organisation.name if whole else self.title


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
    def words(self) -> str:
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

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(fields=["review", "user"], name="one_confirmation_a_review"),
        )

    def __str__(self) -> str:
        return f"{self.user}, {self.review}"


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
