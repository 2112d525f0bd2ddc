"""The audit log. Append-only."""

from django.conf import settings
from django.db import models

from wsoa.core.append_only import AppendOnlyModel, AppendOnlyQuerySet


class AuditEventQuerySet(AppendOnlyQuerySet["AuditEvent"]):
    def about(self, plan: str) -> "AuditEventQuerySet":
        return self.filter(plan=plan)

    def of_subject(self, subject: str) -> "AuditEventQuerySet":
        """The events of one subject in the plan, such as "action 5.1.6"."""
        return self.filter(subject=subject)

    def newest_first(self) -> "AuditEventQuerySet":
        return self.order_by("-at", "-pk")


class AuditEvent(AppendOnlyModel):
    """One audit event, written in the transaction of the change itself."""

    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    actor_name = models.CharField(max_length=200)
    verb = models.CharField(max_length=40)
    plan = models.CharField(max_length=80, blank=True, help_text="The plan's slug")
    subject = models.CharField(max_length=80, help_text='Such as "action 5.1.6"')
    summary = models.CharField(max_length=500, help_text="A sentence for people")
    detail = models.JSONField(default=dict)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["plan", "subject", "at"]),)

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.summary}"
