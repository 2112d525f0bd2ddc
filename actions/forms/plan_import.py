"""Forms of bringing in a plan: the upload, and the correction of one entry by hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from actions.domain.plan_import.fields import printed_of, reading_of
from actions.domain.plan_import.states import EntryKind
from actions.models import Plan
from actions.selectors.plan_imports import SettledEntry
from wsoa.core import uploads
from wsoa.core.forms.base import Radios, at_most
from wsoa.core.forms.file_fields import ScannedFileField
from wsoa.web.resubmission import ResubmittableForm

NEW = "new"
LONGEST_TITLE = 200
LONGEST_PASTED = 5_000_000


class PlanFileForm(ResubmittableForm):
    """A file or pasted text, and which plan it is."""

    plan = forms.ChoiceField(label="Which plan is it?", widget=Radios, initial=NEW)
    title = forms.CharField(
        label="Name of the plan",
        help_text="For example, Ourshire written statement of action 2026",
        required=False,
        validators=[at_most(LONGEST_TITLE, "Name of the plan")],
    )
    kind = forms.ChoiceField(label="Kind of plan", choices=Plan.Kind.choices, required=False)
    file = ScannedFileField(
        label="The file",
        required=False,
        help_text="Word (.docx) is best. Also Excel (.xlsx), OpenDocument (.odt, .ods), CSV, text "
        "(.txt), old Word (.doc) and PDF with tables, of up to 50 MB.",
        error_messages={"empty": "The file is empty. Choose it again"},
    )
    text = forms.CharField(
        label="Or paste the text of the plan",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        validators=[at_most(LONGEST_PASTED, "Text")],
    )

    def __init__(self, *args: Any, plans: list[Plan], too_large: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plans = {str(plan.pk): plan for plan in plans}
        self.too_large = uploads.clean_name(too_large) if too_large else ""
        versions = [(key, f"Another version of {plan.title}") for key, plan in self.plans.items()]
        field = self.fields["plan"]
        field.choices = [(NEW, "A new plan"), *versions]  # type: ignore[attr-defined]
        if not versions:
            field.widget, field.required = forms.HiddenInput(), False

        else:
            for name in ("title", "kind"):
                hint = self.fields[name].help_text
                self.fields[name].help_text = f"Of a new plan only. {hint}".strip()

    @property
    def asked_plan(self) -> Plan | None:
        """The plan of which the page was opened for another version; None for a new one."""
        return self.plans.get(str(self["plan"].value()))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if self.too_large:
            self.add_error("file", f"{self.too_large} must be smaller than 50 MB")
        elif not found.get("file") and not (found.get("text") or "").strip():
            if "file" not in self.errors:
                self.add_error("file", "Select a file, or paste the text of the plan")
        elif found.get("file") and (found.get("text") or "").strip():
            self.add_error("file", "Select a file or paste the text, not both")
        if found.get("plan", NEW) in {NEW, ""} and not (found.get("title") or "").strip():
            self.add_error("title", "Enter the name of the plan")
        return found

    def chosen(self) -> dict[str, Any]:
        """What was entered, once the form is valid, as the services take it."""
        found = self.cleaned_data
        return {
            "title": (found["title"] or "").strip(),
            "kind": found["kind"] or Plan.Kind.WSOA,
            "plan": self.plans.get(found.get("plan") or NEW),
        }


def _printed_date(value: str) -> None:
    try:
        reading_of(value)
    except ValueError:
        raise ValidationError("Enter a month such as Sept 2019, On-going, or -") from None


def _text(label: str, hint: str = "", **options: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, **options)


class EntryForm(ResubmittableForm):
    """The fields of one entry, as a person gives them."""

    ref = _text("Reference", validators=[at_most(20, "Reference")])
    outcome = forms.ChoiceField(label="Outcome")
    title = _text("Title", validators=[at_most(300, "Title")], required=False)
    text = _text("Action", widget=forms.Textarea(attrs={"rows": 4}))
    start = _text("Start", "For example, Sept 2019, On-going, or -", validators=[_printed_date])
    end = _text("End", "For example, Sept 2019, On-going, or -", validators=[_printed_date])
    leads = _text(
        "Leads",
        "The code or title of each post, one on each line",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    measures = _text(
        "Measures of success",
        "One on each line",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    left_out = forms.BooleanField(label="Leave this out of the plan", required=False)

    def __init__(
        self, *args: Any, settled: SettledEntry, outcomes: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, initial=initial_of(settled), **kwargs)
        self.settled = settled
        self.fields["outcome"].choices = outcomes  # type: ignore[attr-defined]
        is_action = settled.entry.kind == EntryKind.ACTION
        names = ("title",) if is_action else ("outcome", "text", "start", "end", "leads")
        for name in names if is_action else (*names, "measures", "ref"):
            del self.fields[name]

    def corrected(self) -> dict[str, Any]:
        """The fields that are other than what was recognised and answered."""
        found = self.cleaned_data
        if self.settled.entry.kind != EntryKind.ACTION:
            title = found["title"]
            return {"title": title} if title != self.settled.fields["title"] else {}
        given = {
            "ref": found["ref"].strip(),
            "outcome": found["outcome"],
            "text": found["text"].strip(),
            "leads": _lines(found["leads"]),
            "measures": _lines(found["measures"]),
        }
        before = self.settled.entry.corrected
        made = {
            name: value
            for name, value in given.items()
            if name in before or _plain(found[name]) != _plain(self.initial[name])
        }
        for edge in ("start", "end"):
            if edge in before or found[edge] != self.initial[edge]:
                made[edge] = reading_of(found[edge])
        return made


def initial_of(settled: SettledEntry) -> dict[str, Any]:
    """What the form of an entry shows first."""
    fields = settled.fields
    if settled.entry.kind != EntryKind.ACTION:
        return {"title": fields["title"], "left_out": settled.entry.left_out}
    return {
        "ref": settled.ref,
        "outcome": fields["outcome"],
        "text": fields["text"],
        "start": printed_of(fields["start"]["date"]),
        "end": printed_of(fields["end"]["date"]),
        "leads": "\n".join(fields["leads"]),
        "measures": "\n".join(fields["measures"]),
        "left_out": settled.entry.left_out,
    }


def _plain(text: str) -> str:
    return "\n".join(text.strip().splitlines())


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
