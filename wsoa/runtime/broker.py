"""The message broker: a health check, and enqueueing a task without blocking."""

import logging
import os
from collections.abc import Sequence
from typing import Final

import redis
from django.conf import settings

from wsoa.celery import app

logger = logging.getLogger(__name__)

# For enqueueing within a request: one attempt; no response means that the broker is away.
_IMPATIENT: Final = {"max_retries": 0, "socket_connect_timeout": 0.5, "socket_timeout": 1}


def enqueue(task: str, args: Sequence[object]) -> bool:
    """Enqueues a task. Never raises and never blocks; returns False if the broker is unavailable.

    The row that the task works on is committed already, and a scheduled task finds waiting rows.
    """
    try:
        # An own connection, because the shared one tries again for ever when the broker is away.
        with app.connection_for_write(transport_options=_IMPATIENT) as broker:
            app.send_task(task, args, connection=broker, retry=False)
    except Exception as away:
        logger.warning("No worker was told of %s%s, it waits: %s", task, tuple(args), away)
        return False
    return True


def broker_answers() -> bool:
    """Whether the broker accepts messages now."""
    if not settings.REDIS_URL:
        return os.access(settings.BROKER_DIR / "queue", os.W_OK)
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=0.5
    )
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()
