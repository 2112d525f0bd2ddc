"""Nothing typed is ever lost: what could not be saved waits in the session for its form.

A form that keeps its words carries `keep_for`, a signed note of whose words they are. When
the sign-in has ended in between, they are put back only for the same person. Without a true
note nothing is kept, so that strangers can neither fill the session store nor put words into
somebody's form.
"""

from typing import Any, Final

from django import forms
from django.core import signing
from django.http import HttpRequest, QueryDict

from wsoa.accounts.models import User
from wsoa.core.forms.base import Form

_SESSION_KEY: Final = "kept_words"
_SALT: Final = "wsoa.web.resubmission"
LARGEST: Final = 300_000
FIELD: Final = "keep_for"


def sign_owner(user: User) -> str:
    """The signed note for a form of this person."""
    return signing.dumps(user.pk, salt=_SALT)


def keep(request: HttpRequest) -> bool:
    """Keeps what was sent to this address until its form is next shown.

    False where there is no true note, where the note is of somebody other than who is signed
    in, or where there is more than a form can hold.
    """
    owner = _owner(request.POST)
    if owner is None or (request.user.is_authenticated and request.user.pk != owner):
        return False
    sent = request.POST.urlencode()
    if len(sent) > LARGEST:
        return False
    request.session[_SESSION_KEY] = {"path": request.path, "sent": sent}
    return True


def move_to(request: HttpRequest, path: str) -> None:
    """What was kept for this address is to come back at another, where its form is."""
    kept = request.session.get(_SESSION_KEY)
    if kept and kept["path"] == request.path:
        request.session[_SESSION_KEY] = kept | {"path": path}


def take(request: HttpRequest) -> QueryDict | None:
    """What was kept for this address and this person, once; None where there is nothing."""
    kept = request.session.get(_SESSION_KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[_SESSION_KEY]
    sent = QueryDict(kept["sent"])
    return sent if _owner(sent) == request.user.pk else None


class ResubmittableForm(Form):
    """A form whose words survive an expired sign-in; `keep_for` says whose they are."""

    keep_for = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = kwargs.get("initial", {}) | {FIELD: sign_owner(user)}
        super().__init__(*args, **kwargs)


def _owner(sent: QueryDict) -> int | None:
    """Whose words these are, by the signed note among them; None without a true one."""
    try:
        owner = signing.loads(sent.get(FIELD, ""), salt=_SALT)
    except signing.BadSignature:
        return None
    return owner if isinstance(owner, int) else None
