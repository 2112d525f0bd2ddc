"""Local areas, people who sign in, organisations, posts, and holdings of posts over time.

The local area is the tenant: organisations and posts belong to one, and people to as many as they
have a post or a role in. A lead is a post, not a person: posts change hands, and what was said
then stays with who held the post then.
"""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q

from wsoa.accounts.querysets import OrganisationQuerySet, PostHoldingQuerySet, PostQuerySet


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


class LocalArea(models.Model):
    """An English local area, such as Sheffield: the tenant to which plans and posts belong."""

    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=100, unique=True)

    def __str__(self) -> str:
        return self.name


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


class PostHolding(models.Model):
    """A holding of a post, by a user or by the name of a person who does not sign in."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="holdings")
    holder = models.CharField(max_length=200)
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="holdings"
    )
    deputy = models.BooleanField(default=False, help_text="Stands in; may do what the holder may")
    since = models.DateField(null=True, blank=True, help_text="Empty: since before the plan")
    until = models.DateField(null=True, blank=True)

    objects = PostHoldingQuerySet.as_manager()

    class Meta:
        ordering = ("post", F("since").asc(nulls_first=True))
        constraints = (
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="holding_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.holder}, {self.post}"
