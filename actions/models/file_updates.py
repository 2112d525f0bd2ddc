"""Updates that came in a file: who uploaded it, and whose word each is."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from actions.models.progress import StatusUpdate
from wsoa.accounts.models import Post
from wsoa.core.append_only import AppendOnlyModel


class FileUpdate(AppendOnlyModel):
    """An update was sent in a file. Where `on_behalf_of` is set, the programme office uploaded it
    for that post, whose word it is.
    """

    update = models.OneToOneField(StatusUpdate, on_delete=models.CASCADE, related_name="from_file")
    file_name = models.CharField(max_length=255)
    on_behalf_of = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.update_id} in {self.file_name}"
