"""Tokens of signed links: how one is written and read, and whether a link is still valid."""

from __future__ import annotations

from datetime import date

from django.core.signing import BadSignature, Signer
from django.utils.timezone import localtime

from actions.models import SignedLink

_SALT = "actions.links"


class LinkEnded(Exception):
    """The link was valid and has ended. The message is for the person who followed it."""


def require_valid(link: SignedLink, day: date) -> None:
    """Raises LinkEnded unless the link is valid on that day: not revoked, its round open, its
    person still allowed to update the action.
    """
    period, user, action = link.period, link.user, link.action
    if link.revoked_at:
        raise LinkEnded(f"This link was turned off on {localtime(link.revoked_at):%-d %B %Y}.")
    if period.locked_at or not period.opens <= day <= period.closes:
        raise LinkEnded(
            f"{period.first_day:%B %Y} is closed to updates, so this link no longer works."
        )
    if not user.is_active or not user.has_perm("actions.update_action", action):
        raise LinkEnded(f"{user.name} no longer sends updates for {action.ref}.")


def token_of(link: SignedLink) -> str:
    """The token in the address: the number of the row, signed."""
    return Signer(salt=_SALT, sep=".").sign(str(link.pk))


def read_token(token: str) -> int | None:
    """The number of the link; None for a token with a wrong signature."""
    try:
        return int(Signer(salt=_SALT, sep=".").unsign(token))
    except (BadSignature, UnicodeError):
        return None
