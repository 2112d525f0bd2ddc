"""Where the floor keeps what is saved there, so that the plan's own history stays as it is."""

from django.conf import settings
from django.db import models

from actions.models import Action


class FloorUpdate(models.Model):
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    status = models.CharField(max_length=20)
    developments = models.TextField()
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.status


class FloorHistory(models.Model):
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=80)
    summary = models.CharField(max_length=500)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.summary
