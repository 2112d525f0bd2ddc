"""The local area, the tenant, and the brands that it shows itself under."""

import hashlib

from django.db import models
from django.db.models import Q

from wsoa.accounts.models.person import User
from wsoa.accounts.querysets import AreaBrandQuerySet, LocalAreaQuerySet
from wsoa.core.append_only import AppendOnlyModel
from wsoa.core.brands import LONGEST_ALT, LONGEST_NAME, Brand, Logo


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
