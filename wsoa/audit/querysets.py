"""Query words of the audit log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from wsoa.audit.chain import Seal
from wsoa.core.append_only import AppendOnlyQuerySet
from wsoa.core.leases import LeasedQuerySet

if TYPE_CHECKING:
    from wsoa.audit.models import (  # noqa: F401 (named in strings)
        AuditChain,
        AuditContent,
        AuditEvent,
    )


class AuditEventQuerySet(AppendOnlyQuerySet["AuditEvent"]):
    def about(self, plan: str) -> AuditEventQuerySet:
        """The events of a plan, by its slug."""
        return self.filter(plan=plan)

    def about_any(self, plans: Iterable[str]) -> AuditEventQuerySet:
        """The events of plans, by their slugs: a plan may have had others before."""
        return self.filter(plan__in=list(plans))

    def of_subject(self, subject: str) -> AuditEventQuerySet:
        """The events of one subject in the plan, such as "action 5.1.6"."""
        return self.filter(subject=subject)

    def of_subjects(self, subjects: Iterable[str]) -> AuditEventQuerySet:
        return self.filter(subject__in=list(subjects))

    def of_subjects_like(self, text: str) -> AuditEventQuerySet:
        """Events whose subject contains the text, in capitals or not."""
        return self.filter(subject__icontains=text)

    def by_people_like(self, text: str) -> AuditEventQuerySet:
        """Events of people whose name then contains the text, in capitals or not."""
        return self.filter(content__actor_name__icontains=text)

    def of_verb(self, verb: str) -> AuditEventQuerySet:
        return self.filter(verb=verb)

    def since(self, day: date) -> AuditEventQuerySet:
        """Events of that local day and of later ones."""
        return self.filter(at__gte=_begin(day))

    def until(self, day: date) -> AuditEventQuerySet:
        """Events of that local day and of earlier ones."""
        return self.filter(at__lt=_begin(day + timedelta(days=1)))

    def newest_first(self) -> AuditEventQuerySet:
        return self.order_by("-at", "-pk")

    def with_content(self) -> AuditEventQuerySet:
        return self.select_related("content")

    def of_chain(self, local_area: int | None) -> AuditEventQuerySet:
        """Events of a local area by its key; those of the site itself for None."""
        return self.filter(local_area=local_area)

    def unsealed(self) -> AuditEventQuerySet:
        return self.filter(sequence=None)

    def sealed(self) -> AuditEventQuerySet:
        return self.exclude(sequence=None)

    def numbered(self, number: int) -> AuditEventQuerySet:
        return self.filter(sequence=number)

    def numbered_from(self, number: int) -> AuditEventQuerySet:
        return self.filter(sequence__gte=number)

    def in_chain_order(self) -> AuditEventQuerySet:
        return self.order_by("sequence", "pk")

    def seal(self, pk: int, seal: Seal) -> bool:
        """Seals an event, once: False where it is sealed already. The one change of an event."""
        return bool(
            models.QuerySet.update(
                self.filter(pk=pk, sequence=None),
                sequence=seal.sequence,
                previous_hash=seal.previous_hash,
                hash=seal.hash,
                sealed_at=seal.sealed_at,
            )
        )


class AuditContentQuerySet(AppendOnlyQuerySet["AuditContent"]):
    def empty(self, event: int, moment: datetime) -> bool:
        """Empties the content of an event, once: False where it is empty already."""
        filled = self.filter(event=event, emptied_at=None)
        empty = {"actor_name": "", "summary": "", "detail": {}, "salt": ""}
        return bool(models.QuerySet.update(filled, emptied_at=moment, **empty))


class AuditChainQuerySet(LeasedQuerySet["AuditChain"]):
    def of(self, local_area: int | None) -> AuditChainQuerySet:
        return self.filter(local_area=local_area)


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
