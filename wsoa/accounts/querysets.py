"""Query words for organisations, posts and their holders. The local area is the tenant.

Codes are unique within an area alone, so that posts and organisations are looked up in an area or
through rows of one. A test refuses other look-ups elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from wsoa.accounts.models import (  # noqa: F401 (named in strings, too)
        LocalArea,
        Organisation,
        Post,
        PostHolding,
        User,
    )


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def named_in(self, local_area: LocalArea | int) -> OrganisationQuerySet:
        """The organisations that plans of an area may name: its own, and the national ones.

        No two of them have the same code.
        """
        return self.filter(Q(local_area=local_area) | Q(local_area=None))

    def national(self) -> OrganisationQuerySet:
        """The organisations that every area may name, such as NHS England."""
        return self.filter(local_area=None)

    def of_areas(self) -> OrganisationQuerySet:
        """The organisations of every area, without the national ones. For national services."""
        return self.exclude(local_area=None)


class PostQuerySet(models.QuerySet["Post"]):
    def of(self, local_area: LocalArea | int) -> PostQuerySet:
        """The posts of one area."""
        return self.filter(local_area=local_area)

    def of_codes(self, codes: Iterable[str]) -> PostQuerySet:
        return self.filter(code__in=codes)


class PostHoldingQuerySet(models.QuerySet["PostHolding"]):
    def on(self, day: date) -> PostHoldingQuerySet:
        """The holdings that were running on that day."""
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))

    def of(self, local_area: LocalArea | int) -> PostHoldingQuerySet:
        """The holdings of one area's posts."""
        return self.filter(post__local_area=local_area)
