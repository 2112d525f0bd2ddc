"""What tests of the list of a lead share."""

from __future__ import annotations

LIST = "/my/updates/"
