"""Whose word it is, as pages and papers name them."""

from __future__ import annotations

from actions.models import StatusUpdate


def who_said(update: StatusUpdate) -> str:
    """The post, not the name: posts change hands, and the plan names posts."""
    if update.post:
        return update.post.said_as
    return update.by.name if update.by else "Programme office"
