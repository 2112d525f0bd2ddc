"""What day it is here. WSOA_TODAY stands in for today, so that a demo of 2019 reads as it did."""

from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The day that "late" and "due" are judged by."""
    return settings.WSOA_TODAY or timezone.localdate()


def now() -> datetime:
    """The moment written on what people do: the clock's time, on the day that stands for today.

    Leases and time-outs use the real clock, never this one.
    """
    real = timezone.localtime()
    if settings.WSOA_TODAY is None:
        return real
    clock = time(real.hour, real.minute, real.second, real.microsecond)
    return timezone.make_aware(datetime.combine(settings.WSOA_TODAY, clock))
