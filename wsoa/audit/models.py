"""The audit log: events, their content, and the chains in which they are sealed.

Append-only, in the database itself: wsoa/audit/triggers.py.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from wsoa.audit.chain import ChainEvent, ChainHead, EventContent, Seal, SealedEvent
from wsoa.audit.querysets import AuditChainQuerySet, AuditContentQuerySet, AuditEventQuerySet
from wsoa.core.append_only import AppendOnlyModel
from wsoa.core.leases import LeasedRow


class AuditEvent(AppendOnlyModel):
    """One audit event, written in the transaction of the change itself.

    A worker seals it within a minute: it gets its number in the chain of its local area, and its
    hash. `number` and all that belongs to the seal stay empty until then.
    """

    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    verb = models.CharField(max_length=40)
    local_area = models.ForeignKey(
        "accounts.LocalArea",
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
        help_text="Empty: the site's own",
    )
    plan = models.CharField(max_length=80, blank=True, help_text="The plan's slug")
    subject = models.CharField(max_length=80, help_text='Such as "action 5.1.6"')
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content and its salt")
    sequence = models.PositiveBigIntegerField(null=True, help_text="Its number in its chain")
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField(null=True)

    content: AuditContent
    objects = AuditEventQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["plan", "subject", "at"]),
            models.Index(
                fields=["local_area", "id"], condition=Q(sequence=None), name="unsealed_events"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["local_area", "sequence"], name="one_event_a_number_in_an_area"
            ),
            models.UniqueConstraint(
                fields=["sequence"], condition=Q(local_area=None), name="one_event_a_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.summary}"

    @property
    def actor_name(self) -> str:
        """The name that the person had then; empty once the content is emptied."""
        return self.content.actor_name

    @property
    def summary(self) -> str:
        """A sentence for people; empty once the content is emptied."""
        return self.content.summary

    @property
    def detail(self) -> Any:
        return self.content.detail

    @property
    def of_chain(self) -> ChainEvent:
        """The event as its chain sees it."""
        return ChainEvent(
            pk=self.pk,
            area=self.local_area_id,
            at=self.at,
            actor=self.actor_id,
            verb=self.verb,
            plan=self.plan,
            subject=self.subject,
            digest=self.digest,
        )

    @property
    def as_sealed(self) -> SealedEvent:
        """The event with its seal and content. Number 0 stands for an event not sealed yet."""
        seal = Seal(self.sequence or 0, self.previous_hash, self.hash, self.sealed_at or self.at)
        content = getattr(self, "content", None)
        return SealedEvent(self.of_chain, seal, content.of_chain if content else None)


class AuditContent(AppendOnlyModel):
    """What an event says in detail, in a row that one audited command may empty.

    The salt is random: from the digest that stays, nobody can find out what was emptied.
    """

    event = models.OneToOneField(
        AuditEvent, on_delete=models.PROTECT, primary_key=True, related_name="content"
    )
    actor_name = models.CharField(max_length=200)
    summary = models.CharField(max_length=500, help_text="A sentence for people")
    detail = models.JSONField(default=dict)
    salt = models.CharField(max_length=32)
    emptied_at = models.DateTimeField(null=True)

    objects = AuditContentQuerySet.as_manager()

    def __str__(self) -> str:
        return self.summary

    @property
    def of_chain(self) -> EventContent:
        return EventContent(
            actor_name=self.actor_name,
            summary=self.summary,
            detail=self.detail,
            salt=self.salt,
            is_emptied=self.emptied_at is not None,
        )


class AuditChain(LeasedRow):
    """The chain of a local area's events, or of the site's own: who seals it, and its head.

    The worker that holds the lease continues from this head. It is not the proof: what the events
    themselves say is.
    """

    local_area = models.ForeignKey(
        "accounts.LocalArea",
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
        help_text="Empty: the site's own",
    )
    length = models.PositiveBigIntegerField(default=0, help_text="How many events are sealed")
    head_hash = models.CharField(max_length=64, blank=True)

    objects = AuditChainQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(Coalesce(F("local_area"), Value(0)), name="one_chain_an_area"),
        )

    def __str__(self) -> str:
        return f"{self.local_area_id or 'site'}: {self.length}"

    @property
    def head(self) -> ChainHead:
        return ChainHead(self.length, self.head_hash)
