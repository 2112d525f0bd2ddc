"""Resubmission of a form after sign-in: the input waits in the session for its form.

It is kept for a day, through a time-out and a new sign-in, and goes at a deliberate sign-out.

A ResubmittableForm carries `keep_for`, the signed id of its owner. Input is restored for the same
person only. Without a valid signature nothing is stored, so that strangers can neither fill the
session store nor put input into another person's form.
"""

import time
from typing import Any, Final

from django import forms
from django.core import signing
from django.http import HttpRequest, QueryDict

from wsoa.accounts.models import User
from wsoa.core.forms.base import Form
from wsoa.web.readable_requests import without_nul

_SESSION_KEY: Final = "kept_words"
_SALT: Final = "wsoa.web.resubmission"
LARGEST: Final = 300_000
FIELD: Final = "keep_for"
KEPT_SECONDS: Final = 24 * 60 * 60


def sign_owner(user: User) -> str:
    """The signed id of the owner of a form."""
    return signing.dumps(user.pk, salt=_SALT)


def keep(request: HttpRequest) -> bool:
    """Stores the input sent to this address until its form is next shown.

    Returns False without a valid signature, if the signature is another person's, or if the input
    is longer than LARGEST characters.
    """
    owner = _owner(request.POST)
    if owner is None or (request.user.is_authenticated and request.user.pk != owner):
        return False
    sent = request.POST.urlencode()
    if len(sent) > LARGEST:
        return False
    kept = {"path": request.path, "sent": sent, "at": time.time()}
    request.session[_SESSION_KEY] = kept
    if not request.user.is_authenticated:
        request.session.set_expiry(KEPT_SECONDS)  # until they sign in, which sets it anew
    return True


def move_to(request: HttpRequest, path: str) -> None:
    """Moves the stored input of this address to another address, where its form is."""
    kept = request.session.get(_SESSION_KEY)
    if kept and kept["path"] == request.path:
        request.session[_SESSION_KEY] = kept | {"path": path}


def take(request: HttpRequest) -> QueryDict | None:
    """Removes and returns the stored input for this address and person, or None."""
    kept = request.session.get(_SESSION_KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[_SESSION_KEY]
    if time.time() - kept.get("at", 0.0) > KEPT_SECONDS:
        return None
    sent = without_nul(QueryDict(kept["sent"]))
    return sent if _owner(sent) == request.user.pk else None


class ResubmittableForm(Form):
    """A form whose input survives an expired session; `keep_for` names its owner."""

    keep_for = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = kwargs.get("initial", {}) | {FIELD: sign_owner(user)}
        super().__init__(*args, **kwargs)


def _owner(sent: QueryDict) -> int | None:
    """The id of the owner, or None without a valid signature."""
    try:
        owner = signing.loads(sent.get(FIELD, ""), salt=_SALT)
    except signing.BadSignature:
        return None
    return owner if isinstance(owner, int) else None
