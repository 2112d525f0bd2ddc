"""Forms for adding evidence and for judging a measure."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from actions.domain.enums import Grade, Met
from actions.models import Action, Measure
from actions.services.evidence import (
    NO_REASON_FOR_JUDGEMENT,
    EvidenceRefused,
    LinkAndFile,
    LinkOrFileNeeded,
    checked_link,
)
from wsoa.accounts.models import User
from wsoa.core import uploads
from wsoa.core.clock import today
from wsoa.core.forms.base import Radios, at_most
from wsoa.core.forms.date_fields import DayField
from wsoa.core.forms.file_fields import ScannedFileField
from wsoa.core.forms.reason_field import ReasonField
from wsoa.core.text import cut, one_line
from wsoa.web.resubmission import FIELD, ResubmittableForm

_HINTS = {
    Grade.ACTIVITY.value: "Something was done: a meeting was held, staff were trained.",
    Grade.OUTPUT.value: "Something now exists: a policy, a form, a new post that is filled.",
    Grade.OUTCOME.value: "Something has changed: fewer weeks to wait, fewer complaints.",
    Grade.FELT.value: "Children, young people or parents say that it has changed.",
}
_ACCEPT = ",".join(f".{ending}" for ending in uploads.BY_ENDING)


def short(grade: str) -> str:
    """A short label of the grade: "Activity", "Felt by families"."""
    return Grade(grade).label.partition(":")[0]


class EvidenceForm(ResubmittableForm):
    """A link or a file, and what it shows. The file is asked for last, so that the words are
    there before it, however large it is.
    """

    title = forms.CharField(
        label="What does it show?",
        help_text="In one line, for example “Waiting times by month, April to September 2019”.",
        validators=[at_most(300, "What it shows")],
        error_messages={"required": "Enter what the evidence shows, in one line"},
    )
    measure = forms.ModelChoiceField(
        label="Which measure is it about? (optional)",
        queryset=Measure.objects.none(),
        required=False,
        empty_label="The action as a whole",
        error_messages={"invalid_choice": "Select a measure of this action"},
    )
    on = DayField(
        label="Date of the evidence",
        help_text=(
            "For example, 30 9 2019. The date of the meeting, or the last day that the figures "
            "cover."
        ),
        error_messages={"required": "Enter the date of the evidence"},
    )
    grade = forms.ChoiceField(
        label="What kind of evidence is it?",
        widget=Radios(hints=_HINTS),
        choices=[(grade.value, short(grade)) for grade in Grade],
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Select what kind of evidence it is"
        ),
    )
    link = forms.CharField(
        label="Link",
        required=False,
        widget=forms.URLInput,
        help_text="A web page that others in the partnership can open. Or choose a file below.",
    )
    file = ScannedFileField(
        label="File",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": _ACCEPT}),
        help_text=f"{uploads.TAKEN}, up to 10 MB. Everybody who can see the plan can open it, "
        "so it must not contain names of children or medical details.",
    )

    field_order = ("title", "measure", "on", "grade", "link", "file", "keep_for")

    def __init__(
        self, action: Action, user: User, *args: Any, too_large: str = "", **kwargs: Any
    ) -> None:
        super().__init__(user, *args, **kwargs)
        self.too_large = uploads.clean_name(too_large) if too_large else ""
        measures: Any = self.fields["measure"]
        measures.queryset = action.measures.all()
        measures.label_from_instance = lambda measure: cut(one_line(measure.text), 110)

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on and on > today():
            raise forms.ValidationError("Date of the evidence must be today or in the past")
        return on

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"]
        try:
            return checked_link(link) if link else ""
        except EvidenceRefused as refused:
            raise forms.ValidationError(str(refused)) from refused

    def clean_file(self) -> UploadedFile[bytes] | None:
        if self.too_large:
            raise forms.ValidationError(uploads.too_large(self.too_large))
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file is not None:
            try:
                uploads.check(cast(BinaryIO, file.file), file.name or "")
            except uploads.UploadRefused as refused:
                raise forms.ValidationError(str(refused)) from refused
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        link = self.data.get(self.add_prefix("link"), "")
        has_link, has_file = bool(link.strip()), bool(self._sent_file)
        if not has_link and not has_file:
            self.refuse(LinkOrFileNeeded())
        elif has_link and has_file:
            self.refuse(LinkAndFile())
        return cleaned

    def refuse(self, refused: EvidenceRefused) -> None:
        """Adds the error of the service to its field."""
        self.add_error(refused.field or None, str(refused))

    def evidence(self) -> dict[str, Any]:
        """The arguments for `add_evidence`, once the form is valid."""
        cleaned = self.cleaned_data
        given = {name: cleaned[name] for name in ("measure", "title", "link", "on")}
        return given | {"upload": cleaned["file"], "grade": Grade(cleaned["grade"])}

    @property
    def _sent_file(self) -> str:
        file = self.files.get(self.add_prefix("file"))
        return self.too_large or (uploads.clean_name(file.name or "") if file else "")

    @property
    def choose_again(self) -> str:
        """The name of a valid file in an invalid form: it has to be selected again."""
        good = self.is_bound and self.errors and "file" not in self.errors
        return self._sent_file if good else ""


class UpdateEvidenceForm(EvidenceForm):
    """Evidence that is sent along with an update."""

    def __init__(self, action: Action, user: User, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"prefix": "shows", "auto_id": f"u{action.pk}-%s"}
        super().__init__(action, user, *args, **kwargs)
        del self.fields[FIELD]  # the update's own says whose input it is

    is_beside_a_fault = False  # the update itself cannot be sent, so the page comes back

    @property
    def choose_again(self) -> str:
        if self.is_beside_a_fault and not self.errors:
            return self._sent_file
        return super().choose_again

    @classmethod
    def sent_with(
        cls, action: Action, user: User, sent: QueryDict, files: Any, too_large: str
    ) -> UpdateEvidenceForm:
        """The form as it was sent; without an error where nothing of it was entered or chosen."""
        form = cls(action, user, sent, files, too_large=too_large)
        return form if form._sent_file or form.typed else cls(action, user)

    @property
    def typed(self) -> dict[str, list[str]]:
        """What was typed of it, for a draft: a file cannot be kept in one."""
        sent = cast(QueryDict, self.data)
        names = [name for name in sent if name.startswith(f"{self.prefix}-")]
        names = [name for name in names if name != self.add_prefix("file")]
        return {name: sent.getlist(name) for name in names if any(sent.getlist(name))}


class JudgeForm(ResubmittableForm):
    """The judgement of a measure, with a comment."""

    met = forms.ChoiceField(
        label="Is it met?",
        widget=Radios,
        choices=Met.choices,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Select whether the measure is met"
        ),
    )
    words = ReasonField(
        label="Why?",
        help_text=(
            "In one or two sentences, the evidence that you relied on or what is still missing."
        ),
        missing=NO_REASON_FOR_JUDGEMENT,
        longest=5_000,
        rows=4,
    )
    field_order = ("met", "words", "keep_for")
