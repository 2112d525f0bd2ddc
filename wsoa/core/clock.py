"""Today and now for the whole site. WSOA_TODAY replaces today, for a demonstration."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone

_is_stopped: ContextVar[bool] = ContextVar("clock_is_stopped", default=False)


class ClockStopped(Exception):
    """The clock was read where nothing may depend on it."""


@contextmanager
def stopped_clock() -> Iterator[None]:
    """Until the block ends, whoever reads the clock gets ClockStopped: its result is kept."""
    token = _is_stopped.set(True)
    try:
        yield
    finally:
        _is_stopped.reset(token)


def _require_running() -> None:
    if _is_stopped.get():
        raise ClockStopped("Its result is kept for other days. Take the day as an argument.")


def today() -> date:
    """The local date against which actions are late or due."""
    _require_running()
    return settings.WSOA_TODAY or timezone.localdate()


def now() -> datetime:
    """The local time on the date of `today()`: the timestamp of what people do.

    Leases and time-outs use the real clock instead.
    """
    _require_running()
    real = timezone.localtime()
    if settings.WSOA_TODAY is None:
        return real
    clock = time(real.hour, real.minute, real.second, real.microsecond)
    return timezone.make_aware(datetime.combine(settings.WSOA_TODAY, clock))
