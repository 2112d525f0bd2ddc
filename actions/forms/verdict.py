"""The form with which an update goes back to its lead."""

from __future__ import annotations

from typing import Any

from actions.models import StatusUpdate
from actions.services.verdicts import NO_REASON_FOR_RETURN
from wsoa.accounts.models import User
from wsoa.core.forms.reason_field import ReasonField
from wsoa.web.resubmission import ResubmittableForm

LONGEST = 4_000


class ReturnForm(ResubmittableForm):
    """The reason for a return."""

    words = ReasonField(
        label="Reason for returning it",
        help_text=(
            "The lead sees this at the top of their list. Everybody can see it on the action’s "
            "page."
        ),
        missing=NO_REASON_FOR_RETURN,
        longest=LONGEST,
        rows=4,
    )

    def __init__(self, update: StatusUpdate, user: User, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"r{update.pk}-%s")
        super().__init__(user, *args, **kwargs)
