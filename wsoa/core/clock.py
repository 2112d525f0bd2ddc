"""Today and now for the whole site. WSOA_TODAY replaces today, for a demonstration."""

from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The local date against which actions are late or due."""
    return settings.WSOA_TODAY or timezone.localdate()


def now() -> datetime:
    """The local time on the date of `today()`: the timestamp of what people do.

    Leases and time-outs use the real clock instead.
    """
    real = timezone.localtime()
    if settings.WSOA_TODAY is None:
        return real
    clock = time(real.hour, real.minute, real.second, real.microsecond)
    return timezone.make_aware(datetime.combine(settings.WSOA_TODAY, clock))
