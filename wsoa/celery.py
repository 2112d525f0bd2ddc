"""The Celery app. Jobs are rows in the database; a message only names a row."""

import os
from pathlib import Path

from celery import Celery
from django.conf import settings
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wsoa.settings")

TRANSPORT_ALIASES["files"] = "wsoa.runtime.files_broker:Transport"
app = Celery("wsoa")
app.config_from_object("django.conf:settings", namespace="CELERY")
# KiB: a process that has rendered a paper is replaced after it, and gives its memory back.
app.conf.worker_max_memory_per_child = 150_000
app.autodiscover_tasks()


def make_broker_folders() -> None:
    """Makes the folders of the filesystem broker, readable by this user only."""
    if settings.REDIS_URL:
        return
    for name in ("queue", "control"):
        Path(settings.BROKER_DIR, name).mkdir(mode=0o700, parents=True, exist_ok=True)


make_broker_folders()
