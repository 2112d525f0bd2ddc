"""The states of an import, its entries, and the answers to its guesses. Pure."""

from __future__ import annotations

from typing import Final

from django.db import models


class ImportState(models.TextChoices):
    """Where an import is, from the upload to the plan."""

    QUEUED = "queued", "Waiting to be read"
    READING = "reading", "Being read"
    FAILED = "failed", "Could not be read"
    READ = "read", "Ready to check"
    CONFIRMING = "confirming", "Being brought in"
    LOADED = "loaded", "In the plan"


ON_THE_WAY: Final = (ImportState.QUEUED, ImportState.READING)
IN_WORK: Final = (*ON_THE_WAY, ImportState.CONFIRMING)  # a worker is busy with it, or will be


class EntryKind(models.TextChoices):
    """What was recognised."""

    AREA = "area", "Area"
    OUTCOME = "outcome", "Outcome"
    ACTION = "action", "Action"


class GuessAnswer(models.TextChoices):
    """What a person said to a guess."""

    YES = "yes", "Yes"
    NO = "no", "No"
    VALUE = "value", "Another value"
