"""Tries count by address and minute, in a cache that test processes share."""

from __future__ import annotations

from ipaddress import IPv6Address
from uuid import uuid4

import time_machine
from django.test import Client


def newcomer() -> Client:
    """Somebody at an address of their own, from which nobody has tried anything."""
    return Client(REMOTE_ADDR=str(IPv6Address(uuid4().int)))


def within_one_minute() -> time_machine.travel:
    """The clock stands still, so that no test runs over into the next minute, which counts anew."""
    return time_machine.travel("2026-11-22T12:00:05Z", tick=False)
