"""Settings of the worker that tests start and kill: impatient, and alone with its queue."""

import os

from wsoa.settings import *  # noqa: F403
from wsoa.settings import CELERY_BEAT_SCHEDULE

REPORT_LEASE_SECONDS = 3
REAP = "reap-lapsed-reports"
CELERY_BEAT_SCHEDULE = {REAP: CELERY_BEAT_SCHEDULE[REAP] | {"schedule": 0.5}}
CELERY_TASK_DEFAULT_QUEUE = os.environ["WSOA_TEST_QUEUE"]
