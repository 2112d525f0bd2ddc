"""The forms for preparing a publication, and for later actions on it.

All are sent to the same page; `do` names the action, so that a refused text comes back in its form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.timezone import make_aware

from wsoa.accounts.models import User
from wsoa.core.forms.base import Radios
from wsoa.core.forms.date_fields import DayField
from wsoa.core.forms.reason_field import ReasonField
from wsoa.web.resubmission import ResubmittableForm

LONGEST = 2_000
_TIME = re.compile(r"^([01]?\d|2[0-3])[:.]?([0-5]\d)$")


def reason_field(label: str, missing: str, help_text: str = "", rows: int = 2) -> ReasonField:
    """A required field for a reason of a few sentences."""
    return ReasonField(
        label=label, help_text=help_text, missing=missing, longest=LONGEST, rows=rows
    )


class PublicationActionForm(ResubmittableForm):
    """An action on a publication. `of` distinguishes forms of one kind by their subject."""

    do = forms.CharField(widget=forms.HiddenInput)
    of = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, user: User, do: str, of: str = "", *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{do}-{of}-%s" if of else f"{do}-%s")
        kwargs["initial"] = {"do": do, "of": of} | kwargs.get("initial", {})
        super().__init__(user, *args, **kwargs)


class SelectedLinesField(forms.MultipleChoiceField):
    """Selected lines. The service checks which lines exist."""

    def valid_value(self, value: str) -> bool:
        return True


class SelectedLinesForm(PublicationActionForm):
    """Selected lines to clear or to mark as read."""

    key = SelectedLinesField(error_messages={"required": "Select at least one"})


class AcceptForm(SelectedLinesForm):
    """Warnings that are accepted, and why."""

    key = SelectedLinesField(error_messages={"required": "Select the warnings that you accept"})
    reason = reason_field(
        "Why can it be published as it is?",
        "Enter why it can be published as it is",
        "This is recorded with each selected warning. Readers do not see it.",
    )


class LeaveOutForm(PublicationActionForm):
    """The reason for leaving a text out of a publication."""

    reason = reason_field(
        "Why is it left out?",
        "Enter why the text is left out",
        "This is recorded. Readers only see that there is a text that is not published.",
    )


class PublishForm(PublicationActionForm):
    """Publishing now, or at a later time."""

    when = forms.ChoiceField(
        label="When should it be published?",
        widget=Radios(attrs={"data-small": "1"}),
        choices=[("now", "Now"), ("later", "At a later date and time")],
        initial="now",
        error_messages={"required": "Select when it should be published"},
    )
    day = DayField(label="Date", required=False)
    time = forms.CharField(
        label="Time",
        required=False,
        help_text="For example, 09:30",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("when") == "later":
            if not cleaned.get("day") and "day" not in self.errors:
                self.add_error("day", "Enter the date of publication")
            if not _TIME.match((cleaned.get("time") or "").strip()):
                self.add_error("time", "Enter a time, for example 09:30")
        return cleaned

    def moment(self) -> datetime | None:
        """The scheduled time; None for now. Once the form is valid."""
        cleaned = self.cleaned_data
        match = _TIME.match(cleaned["time"].strip())
        if cleaned["when"] == "now" or not match:
            return None
        return make_aware(datetime.combine(cleaned["day"], time(int(match[1]), int(match[2]))))


class CorrectForm(PublicationActionForm):
    """The reason for correcting a publication."""

    reason = reason_field(
        "What was wrong?",
        "Enter what was wrong",
        "Readers see this on the new version and on the version that it corrects.",
        rows=3,
    )


class WithdrawForm(PublicationActionForm):
    """The reason for withdrawing a publication."""

    reason = reason_field(
        "Why is it withdrawn?",
        "Enter why it is withdrawn",
        "Readers see this at the address of the withdrawn version.",
        rows=3,
    )


FORMS: dict[str, type[PublicationActionForm]] = {
    "clear": SelectedLinesForm,
    "leave-out": LeaveOutForm,
    "review": SelectedLinesForm,
    "accept": AcceptForm,
    "freeze": PublicationActionForm,
    "drop": PublicationActionForm,
    "publish": PublishForm,
    "hold-back": PublicationActionForm,
    "again": PublicationActionForm,
    "correct": CorrectForm,
    "withdraw": WithdrawForm,
}


class PublicationActionForms:
    """The forms of one page: the submitted one bound, all others unbound."""

    def __init__(self, user: User, sent: PublicationActionForm | None = None) -> None:
        self.user = user
        self.sent = sent

    def __getitem__(self, do: str) -> PublicationActionForm:
        """The form about the publication as a whole; templates write hold_back for hold-back."""
        return self.form(do.replace("_", "-"))

    def form(self, do: str, of: str = "") -> PublicationActionForm:
        sent = self.sent
        if sent and (sent["do"].value(), sent["of"].value() or "") == (do, of):
            return sent
        return FORMS[do](self.user, do, of)

    def ticked(self, do: str, of: str, keys: Iterable[str]) -> frozenset[str]:
        """The lines of `keys` that were selected in the submitted form."""
        form = self.form(do, of)
        return frozenset(form["key"].value() or ()) & set(keys) if form.is_bound else frozenset()


def sent_form(user: User, sent: Any) -> PublicationActionForm | None:
    """The submitted form, bound; None for an unknown action."""
    do, of = sent.get("do", ""), sent.get("of", "")[:40]
    if do not in FORMS:
        return None
    if not of.replace("-", "").isalnum() and of:
        return None
    return FORMS[do](user, do, of, sent)
