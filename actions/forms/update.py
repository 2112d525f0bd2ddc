"""The form of an update of an action."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.html import format_html

from actions.domain.date_ledger import (
    NO_REASON_FOR_NEW_END,
    NewEnd,
    fault_in_agreement,
    fault_in_new_end,
)
from actions.domain.enums import Slippage, Status, UpdateKind
from actions.domain.expected_status import is_overdue
from actions.domain.form_windows import FormWindow, new_window
from actions.domain.status_change import Explanation
from actions.domain.text_limits import LONGEST_TEXT
from actions.domain.update_texts import TEXT_FIELDS
from actions.forms.agreed_with import AgreedWithField, agreed_on_field, slippage_field
from actions.forms.change_prompts import (
    ChangePrompt,
    ReasonPrompt,
    change_prompts,
    forecast_hint,
    missing_words,
    reason_prompts,
)
from actions.forms.evidence import UpdateEvidenceForm
from actions.forms.status_choices import offer_statuses
from actions.models import Action, Draft, ReportingPeriod, StatusUpdate
from actions.selectors.change_grounds import ChangeGrounds, UpdateBasis, update_basis
from actions.services.date_changes import OPEN_ALREADY
from actions.services.evidence import EvidenceRefused
from actions.services.updates import UpdateContent
from wsoa.accounts.models import User
from wsoa.core.clock import today
from wsoa.core.forms.base import Form, FormProblem, Radios, at_most
from wsoa.core.forms.date_fields import MonthField
from wsoa.core.months import Month
from wsoa.core.reasons import fault_in_reason
from wsoa.core.text import one_line
from wsoa.web import resubmission

LONGEST_REASON = 500  # it is printed beside the status
LONGEST_DATE_REASON = 2_000
_OF_THE_PAGE = (resubmission.FIELD, "window", "draft_seen")  # and not of what was typed


def _text_field(
    label: str, rows: int, longest: int = LONGEST_TEXT, **options: Any
) -> forms.CharField:
    box, limit = forms.Textarea(attrs={"rows": rows}), at_most(longest, label)
    return forms.CharField(label=label, required=False, widget=box, **options, validators=[limit])


def fault_of_new_end(action: Action, to: Month, kind: str) -> str:
    """The error of a new end date for this action; empty where it can be requested."""
    fault = fault_in_new_end(action.start, action.agreed_end, to, kind)
    if not fault and action.date_changes.open().exists():
        fault = OPEN_ALREADY
    return fault


class UpdateForm(Form):
    """Status, developments, evidence of impact, next steps, risk, ask, forecast, new end date.

    `reason` is shown where the status is better than the dates allow, or takes Complete back.
    `based_on` carries which update the writer saw; `keep_for` whose words these are; `window` and
    `draft_seen` where they were typed, and on which draft. `shows` is
    the form of the evidence that goes along with it, where its page takes any; `theirs` the update
    that is current by now, where a draft was begun on another one.
    """

    shows: UpdateEvidenceForm | None = None
    added = ""  # the title of evidence that was added while the update itself was not sent
    theirs: StatusUpdate | None = None

    status = forms.ChoiceField(
        label="What is the status of this action now?",
        widget=Radios(attrs={"data-small": "1"}),
        error_messages={"required": "Select the status of this action"},
    )
    reason = _text_field("Why is it on track?", 2, LONGEST_REASON)
    developments = _text_field("Developments", 4)
    evidence = _text_field("Evidence of impact", 3)
    next_steps = _text_field("Next steps", 3)
    significant_risk = forms.BooleanField(
        label="Flag a significant risk",
        required=False,
        help_text="It is shown beside the status on every page and in every report.",
    )
    ask = _text_field(
        "Request to the board (optional)", 2, help_text="A decision, help or funding that you need."
    )
    forecast = MonthField(
        label="Your forecast of the end month (optional)",
        required=False,
        help_text=(
            "The month in which you expect the action to end. A forecast does not change the "
            "agreed end date."
        ),
    )
    new_end = MonthField(label="New end month", required=False)
    new_end_kind = slippage_field()
    new_end_reason = _text_field("Reason for the new date", 2, LONGEST_DATE_REASON)
    new_end_agreed_with = AgreedWithField()
    new_end_agreed_on = agreed_on_field()
    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)
    keep_for = forms.CharField(required=False, widget=forms.HiddenInput)
    window = forms.CharField(required=False, max_length=22, widget=forms.HiddenInput)
    draft_seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(
        self,
        action: Action,
        user: User,
        current: StatusUpdate | None,
        *args: Any,
        period: ReportingPeriod,
        **kwargs: Any,
    ) -> None:
        self.action, self.user, self.current, self.period = action, user, current, period
        kwargs.setdefault("auto_id", f"u{action.pk}-%s")
        own = {"keep_for": resubmission.sign_owner(user), "window": new_window()}
        kwargs["initial"] = _initial(current) | own
        super().__init__(*args, **kwargs)
        offer_statuses(self.fields["status"], action.plan.scale)
        cast(AgreedWithField, self.fields["new_end_agreed_with"]).offer(action.plan)
        if not self.is_bound:
            self.initial.update(self._words_of_last_time())
        self.chosen = Status(current.status) if current and not self.is_bound else None
        self.waits_for_date = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        forecast = cleaned.get("forecast")
        start = self.action.start.month
        if forecast and start and forecast < start:
            self.add_error(
                "forecast",
                (
                    f"Forecast must be {start.first_day:%B %Y} or later, because the action "
                    "starts then"
                ),
            )
        self._check_new_end(cleaned)
        if cleaned.get("status"):
            self.chosen = Status(cleaned["status"])
            self._check_explanation(self.chosen, cleaned)
        return cleaned

    def _check_explanation(self, status: Status, cleaned: dict[str, Any]) -> None:
        """One error for each thing that the change of status needs and that was not said."""
        needed = self.grounds.required_of(self.action, status, today())
        texts = {name: cleaned.get(name, "") for name in TEXT_FIELDS}
        missing = self.grounds.unmet_by(
            Explanation(texts["developments"], texts["evidence"], cleaned.get("reason", "")),
            self.basis.carried(texts),
            cleaned.get("forecast"),
            needed,
            today(),
            evidence=self.shows is not None and self.shows.is_bound,
            asks="new_end" not in cleaned or cleaned["new_end"] is not None,
        )
        words = missing_words(self.action, self.grounds, status, cleaned) if missing else {}
        for requirement in missing:
            if words[requirement].field not in self.errors:
                self.add_error(words[requirement].field, words[requirement].error)

    @cached_property
    def basis(self) -> UpdateBasis:
        """What the update is checked against, for the service to go on from."""
        return update_basis(self.action, self.period)

    @property
    def grounds(self) -> ChangeGrounds:
        """What the update comes after."""
        return self.basis.grounds

    def _check_new_end(self, cleaned: dict[str, Any]) -> None:
        if "new_end" not in cleaned:
            return
        names = ("kind", "reason", "agreed_with", "agreed_on")
        parts = {name: cleaned.get(f"new_end_{name}") for name in names}
        if cleaned["new_end"] is None:
            if any(parts.values()):
                self.add_error("new_end", "Enter the month and year of the new end date")
            return
        if not parts["kind"] and "new_end_kind" in cleaned:
            self.add_error(
                "new_end_kind", "Select whether the date slipped or was moved on purpose"
            )
        if "new_end_reason" in cleaned:
            fault = fault_in_reason(cleaned["new_end_reason"], NO_REASON_FOR_NEW_END)
            if fault:
                self.add_error("new_end_reason", fault)
        wrong = fault_in_agreement(parts["agreed_with"] or "", parts["agreed_on"], today())
        if wrong and not {"new_end_agreed_with", "new_end_agreed_on"} & self.errors.keys():
            self.add_error(f"new_end_{wrong[0]}", wrong[1])
        fault = fault_of_new_end(self.action, cleaned["new_end"], parts["kind"] or "")
        if fault:
            self.add_error("new_end", fault)

    def with_evidence(self, files: Any = None, too_large: str = "") -> UpdateForm:
        """Has the form take evidence as well."""
        if self.is_bound:
            sent = cast(QueryDict, self.data)
            form = UpdateEvidenceForm.sent_with(self.action, self.user, sent, files, too_large)
        else:
            form = UpdateEvidenceForm(self.action, self.user)
        self.shows = form
        return self

    def is_valid(self) -> bool:
        """Whether both the update and the evidence can be sent. All errors of both are shown."""
        is_valid = super().is_valid()
        if self.shows is None or not self.shows.is_bound:
            return is_valid
        self.shows.is_beside_a_fault = not is_valid
        return self.shows.is_valid() and is_valid

    @property
    def error_summary(self) -> list[FormProblem]:
        return super().error_summary + (self.shows.error_summary if self.shows else [])

    @cached_property
    def reason_prompts(self) -> list[ReasonPrompt]:
        """Every status that would ask for a reason today, so that the page can ask at once when it
        is chosen; which one is chosen by now.
        """
        return reason_prompts(self.action, self.grounds, self.chosen)

    @cached_property
    def change_prompts(self) -> list[ChangePrompt]:
        """Every status that would ask what has changed, and for its evidence."""
        return change_prompts(self.action, self.grounds, self.chosen)

    @property
    def asks_for_reason(self) -> bool:
        """Whether the chosen status asks for a reason."""
        return any(prompt.chosen for prompt in self.reason_prompts)

    @property
    def asks_for_change(self) -> bool:
        """Whether the chosen status asks what has changed."""
        return any(prompt.chosen for prompt in self.change_prompts)

    @property
    def text_boxes(self) -> list[forms.BoundField]:
        """The bound fields of the texts, in order."""
        return [self[name] for name in TEXT_FIELDS]

    @property
    def shows_reason(self) -> bool:
        """Whether the reason is shown: also where one was typed and is no longer required."""
        return bool(self.asks_for_reason or self["reason"].value())

    @property
    def asks_for_date(self) -> bool:
        """Whether any field of the date request is filled in."""
        return any(
            any(value) if isinstance(value := self[name].value(), list | tuple) else bool(value)
            for name in self.fields
            if name.startswith("new_end")
        )

    @classmethod
    def of_draft(
        cls, draft: Draft, current: StatusUpdate | None, period: ReportingPeriod
    ) -> UpdateForm:
        """The form with the content of a draft, not yet validated, as it can be sent now.

        In whichever period it was begun: it is based on the current update of the open one, which
        is `theirs` where the writer had not seen it.
        """
        typed = QueryDict(mutable=True)
        for name, values in draft.content.items():
            typed.setlist(name, values)
        typed[resubmission.FIELD] = resubmission.sign_owner(draft.user)
        saw = typed.get("based_on", "")
        typed["based_on"] = str(current.pk) if current else ""
        typed["window"], typed["draft_seen"] = new_window(), draft.mark
        form = cls(draft.action, draft.user, current, typed, period=period).with_evidence()
        for part in filter(None, (form, form.shows)):
            part.full_clean()
            setattr(part, "_errors", ErrorDict())  # noqa: B010 (the stubs do not know it)
        form.theirs = current if typed["based_on"] != saw else None
        return form

    @classmethod
    def content_of(cls, update: StatusUpdate) -> dict[str, list[str]]:
        """An update as the fields of the form that would send it, as a draft has them."""
        content: dict[str, list[str]] = {}
        for name, value in _initial(update).items():
            widget = cls.base_fields[name].widget
            if isinstance(widget, forms.MultiWidget):
                boxes = enumerate(widget.decompress(value) or ())
                content |= {f"{name}_{box}": [str(typed)] for box, typed in boxes}
            elif value is not False:
                content[name] = ["on" if value is True else str(value)]
        return content

    def as_typed(self) -> dict[str, list[str]]:
        """The submitted values of the form's own fields, for a draft."""
        sent = cast(QueryDict, self.data)
        own = tuple(name for name in self.fields if name not in _OF_THE_PAGE)
        parts = tuple(f"{name}_" for name in own)
        typed = {name: sent.getlist(name) for name in sent if name in own or name.startswith(parts)}
        return typed | (self.shows.typed if self.shows else {})

    def says_something_new(self) -> bool:
        """Whether the form differs from its initial content."""
        self.initial.update(self._words_of_last_time())
        shows = self.shows is not None and bool(self.shows.typed)
        return shows or bool(set(self.changed_data) - {"based_on", *_OF_THE_PAGE})

    @property
    def in_window(self) -> FormWindow:
        """The window that the form was sent from, and the draft that it had been opened with."""
        sent = cast(QueryDict, self.data)
        return FormWindow(sent.get("window", "")[:22], sent.get("draft_seen", ""))

    @cached_property
    def last_time(self) -> StatusUpdate | None:
        """The texts of the last update of an earlier period, while this one has none."""
        current = self.current
        if current and (current.has_words or current.kind == UpdateKind.UPDATE):
            return None
        updates = self.action.updates.current().with_words()
        updates = updates.select_related("period").newest_first()
        return next((update for update in updates if update != current), None)

    def _words_of_last_time(self) -> dict[str, str]:
        last = self.last_time
        return {name: getattr(last, name) for name in TEXT_FIELDS} if last else {}

    def _mark_last_time(self) -> None:
        """Adds the month to the hint of a text that repeats the last update unchanged."""
        if self.last_time is None:
            return
        mark = f"From {self.last_time.period.first_day:%B %Y}, unchanged"
        for name, words in self._words_of_last_time().items():
            if words and self[name].value() == words:
                bound = self[name]
                bound.help_text = format_html(
                    '{} <b class="app-from" data-from>{}</b>', bound.help_text, mark
                )

    def with_hints(self) -> UpdateForm:
        """Adds the last texts and the measures, which only a displayed form needs."""
        self["developments"].help_text = self._last_time()
        self.waits_for_date = self.grounds.asks_for_date
        for prompt in self.reason_prompts:
            if prompt.chosen:
                self["reason"].label = prompt.question
        if is_overdue(self.action.agreed_end, None, today()):
            self["forecast"].label = "In which month do you expect it to end?"
            self["forecast"].help_text = forecast_hint(self.action)
        self["evidence"].help_text = format_html(
            "What is different for children and families, and how you know. "
            "The measures are: {} If there is nothing yet, leave this empty, unless the status is "
            "better than last time. Reports will show “No evidence of impact yet”.",
            " ".join(f"“{one_line(measure.text)}”." for measure in self.action.measures.all()),
        )
        self._mark_last_time()
        return self

    def _last_time(self) -> str:
        if self.last_time and self.last_time.developments == self["developments"].value():
            return "What has been done since the last update."
        updates = self.action.updates.with_developments().newest_first()
        last = next((update for update in updates if update != self.current), None)
        if last is None:
            return "What has been done since the last update."
        return format_html(
            "What has been done since the last update. On {}: “{}”",
            f"{last.recorded_at:%-d %B}",
            one_line(last.developments),
        )

    def content(self) -> UpdateContent:
        """The content of the update, once the form is valid."""
        cleaned = self.cleaned_data
        return UpdateContent(
            status=Status(cleaned["status"]),
            significant_risk=cleaned["significant_risk"],
            reason=cleaned["reason"],
            ask=cleaned["ask"],
            forecast_month=cleaned["forecast"].first_day if cleaned["forecast"] else None,
            new_end=_new_end(cleaned),
            **{name: cleaned[name] for name in TEXT_FIELDS},
        )

    def shown(self) -> dict[str, Any]:
        """The arguments for `add_evidence`, once the form is valid; empty without any evidence."""
        return self.shows.evidence() if self.shows and self.shows.is_bound else {}

    def refuse_evidence(self, refused: EvidenceRefused) -> None:
        """Adds the error of the service to its field of the evidence."""
        if self.shows:
            self.shows.refuse(refused)

    def evidence_was_added(self) -> None:
        """Empties the evidence, which was added; the page says so where the update was not sent."""
        self.added = str(self.shows.cleaned_data["title"]) if self.shows else ""
        self.shows = UpdateEvidenceForm(self.action, self.user)

    def rebase_on(self, theirs: StatusUpdate) -> StatusUpdate:
        """Bases the form on the other person's update after a conflict, and returns that update."""
        sent = cast(QueryDict, self.data).copy()
        sent["based_on"] = str(theirs.pk)
        self.data = sent
        return theirs


def _new_end(cleaned: dict[str, Any]) -> NewEnd | None:
    if cleaned["new_end"] is None:
        return None
    return NewEnd(
        to=cleaned["new_end"],
        kind=Slippage(cleaned["new_end_kind"]),
        reason=cleaned["new_end_reason"],
        agreed_with=cleaned["new_end_agreed_with"],
        agreed_on=cleaned["new_end_agreed_on"],
    )


def _initial(current: StatusUpdate | None) -> dict[str, Any]:
    if current is None:
        return {}
    names = ["status", "significant_risk", "reason"]
    if current.kind != UpdateKind.RECORDED:
        names += (*TEXT_FIELDS, "ask")
    forecast = Month.of(current.forecast_month) if current.forecast_month else None
    initial = {name: getattr(current, name) for name in names}
    return initial | {"based_on": current.pk, "forecast": forecast}
