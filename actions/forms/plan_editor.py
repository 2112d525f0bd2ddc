"""Forms with which a plan is changed. In force, each asks for the decision behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms

from actions.domain.plan_changes import (
    LONGEST_REF,
    NO_REASON_FOR_PLAN_CHANGE,
    PlanDecision,
    PlanPart,
    next_ref,
)
from actions.forms.agreed_with import decider_choices
from actions.models import Action, Outcome, Plan
from actions.selectors.deciders import deciders
from actions.selectors.plan_editing import is_in_force, last_change, taken_refs
from actions.services.plan_editor.action_content import (
    ORGANISATION,
    POST,
    ActionContent,
    lead_codes,
)
from actions.services.plan_editor.parts import PART_KINDS, TextPart, in_force_beside
from actions.services.plan_editor.recording import LONGEST_PLAN_REASON, PlanEditRefused
from actions.services.plan_editor.successions import NewAction
from wsoa.accounts.models import Organisation, Post, User
from wsoa.core.clock import today
from wsoa.core.forms.base import at_most
from wsoa.core.forms.date_fields import DayField
from wsoa.core.forms.reason_field import ReasonField
from wsoa.core.months import parse_printed
from wsoa.web.resubmission import ResubmittableForm

LONGEST_ACTION_TEXT = 20_000
DECISION_FIELDS = ("day", "reason", "decider", "decided_on")
_MOST_PARTS = 4


class PlanEditForm(ResubmittableForm):
    """The decision behind a change, where the plan is in force. Others add what is changed."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    day = DayField(
        label="From which day does it count?",
        help_text="Today or a day in the past, for example 4 11 2019.",
        error_messages={"required": "Enter the day from which it counts"},
    )
    reason = ReasonField(
        label="Reason for the change",
        missing=NO_REASON_FOR_PLAN_CHANGE,
        longest=LONGEST_PLAN_REASON,
    )
    decider = forms.ChoiceField(
        label="Who decided?",
        help_text="The board or committee, or the post of the person.",
        error_messages={
            "required": "Select the body or the post that decided",
            "invalid_choice": "Select the body or the post that decided",
        },
    )
    decided_on = DayField(
        label="When was it decided?",
        help_text="The day of the meeting, for example 19 11 2019.",
        error_messages={"required": "Enter the day of the decision"},
    )

    def __init__(self, plan: Plan, user: User, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"day": today()} | kwargs.get("initial", {})
        super().__init__(user, *args, **kwargs)
        self.plan, self.in_force = plan, is_in_force(plan)
        if not self.in_force:
            for name in DECISION_FIELDS:
                del self.fields[name]
            return
        choices = decider_choices(deciders(plan), "Select a body or a post")
        self.fields["decider"].choices = choices  # type: ignore[attr-defined]
        for name in DECISION_FIELDS:  # behind what is changed
            self.fields[name] = self.fields.pop(name)

    def move_decision_last(self) -> None:
        """For forms that add their fields one by one: the decision comes after them."""
        for name in DECISION_FIELDS:
            if name in self.fields:
                self.fields[name] = self.fields.pop(name)

    @property
    def content_fields(self) -> list[forms.BoundField]:
        """What is changed."""
        return [field for field in self.visible_fields() if field.name not in DECISION_FIELDS]

    @property
    def decision_fields(self) -> list[forms.BoundField]:
        """The decision behind it; none for a draft."""
        return [field for field in self.visible_fields() if field.name in DECISION_FIELDS]

    @property
    def decision(self) -> PlanDecision | None:
        """The decision, once the form is valid; None for a draft."""
        if not self.in_force:
            return None
        return PlanDecision(**{name: self.cleaned_data[name] for name in DECISION_FIELDS})

    @property
    def seen_change(self) -> int | None:
        """The last change that the author saw: 0 for none, None where the form does not say."""
        seen: int | None = self.cleaned_data.get("seen")
        return seen

    def carry_out(self, service: Callable[[], object]) -> bool:
        """Calls the service where the form is valid; False where it is not, or was refused."""
        if not self.is_valid():
            return False
        try:
            service()
        except PlanEditRefused as refused:
            field = refused.field if refused.field in self.fields else None
            self.add_error(field, str(refused))
            return False
        return True


def seen_of(plan: Plan, part: PlanPart, row: int) -> int:
    """The last change of a part, which whoever opens its form has seen; 0 for none."""
    change = last_change(plan, part, row)
    return change.pk if change else 0


def ref_field(suggested: str, label: str = "Reference") -> forms.CharField:
    """The reference of something new."""
    return forms.CharField(
        label=label,
        initial=suggested,
        help_text=f"{LONGEST_REF} characters or fewer. A reference is never used twice.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
        error_messages={"required": "Enter a reference, for example 1.2.7"},
    )


def text_field(label: str, rows: int = 6, **kwargs: Any) -> forms.CharField:
    """The text of an action."""
    kwargs.setdefault("error_messages", {"required": f"Enter the {label.lower()}"})
    return forms.CharField(
        label=label,
        widget=forms.Textarea(attrs={"rows": rows}),
        validators=[at_most(LONGEST_ACTION_TEXT, label)],
        **kwargs,
    )


class PartTextsForm(PlanEditForm):
    """The texts of an area, an outcome, a measure or a term; a new one of the first two has a
    reference as well.
    """

    def __init__(
        self,
        plan: Plan,
        part: PlanPart,
        user: User,
        *args: Any,
        row: TextPart | None = None,
        parent_ref: str = "",
    ) -> None:
        kind = PART_KINDS[part]
        initial: dict[str, Any] = {}
        if row is not None:
            initial = {text.column: getattr(row, text.column) for text in kind.texts}
            initial["seen"] = seen_of(plan, part, row.pk)
        super().__init__(plan, user, *args, initial=initial)
        if row is None and kind.has_ref:
            self.fields["ref"] = ref_field(next_ref(parent_ref, taken_refs(plan, part)))
        self.columns = [text.column for text in kind.texts]
        for text in kind.texts:
            widget = forms.Textarea(attrs={"rows": 6}) if text.is_long else forms.TextInput()
            self.fields[text.column] = forms.CharField(
                label=text.label,
                required=text.required,
                help_text=text.hint,
                widget=widget,
                validators=[at_most(text.longest, text.label)],
                error_messages={"required": f"Enter the {text.label.lower()}"},
            )
        self.move_decision_last()

    @property
    def texts(self) -> dict[str, str]:
        """The texts by column, once the form is valid."""
        return {column: self.cleaned_data[column] for column in self.columns}

    @property
    def added(self) -> dict[str, Any]:
        """The texts and the reference of a new part, once the form is valid."""
        return {"texts": self.texts, "ref": self.cleaned_data.get("ref", "")}


class ActionContentForm(PlanEditForm):
    """An action: its text, its dates as the plan prints them, and its leads.

    The end of an action in force is not asked for: it moves by the ledger of end dates.
    """

    def __init__(
        self,
        outcome: Outcome,
        user: User,
        *args: Any,
        action: Action | None = None,
    ) -> None:
        plan, initial = outcome.area.plan, {}
        if action is not None:
            initial = {
                "text": action.text,
                "start": action.start_printed,
                "end": action.end_printed,
                "leads": lead_codes(action),
                "seen": seen_of(plan, PlanPart.ACTION, action.pk),
            }
        super().__init__(plan, user, *args, initial=initial)
        self.action = action
        if action is None:
            self.fields["ref"] = ref_field(next_ref(outcome.ref, taken_refs(plan, PlanPart.ACTION)))
        self.fields["text"] = text_field("Action")
        self.fields["start"] = printed_date_field("Start")
        if action is None or not self.in_force:
            self.fields["end"] = printed_date_field("End")
        self.fields["leads"] = leads_field(plan)
        self.move_decision_last()

    @property
    def content(self) -> ActionContent:
        """The action, once the form is valid."""
        cleaned = self.cleaned_data
        end = cleaned.get("end") or (self.action.end_printed if self.action else "")
        return ActionContent(cleaned["text"], cleaned["start"], end, tuple(cleaned["leads"]))


def printed_date_field(label: str) -> forms.CharField:
    """A date as the plan prints it."""
    return forms.CharField(
        label=label,
        help_text="As the plan prints it: a month such as Sept 2019, On-going, or - for none.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
        validators=[_readable],
        error_messages={"required": f"Enter the {label.lower()}, or - for none"},
    )


def _readable(printed: str) -> None:
    try:
        parse_printed(printed)
    except ValueError:
        raise forms.ValidationError(
            f"“{printed[:40]}” must be a month such as Sept 2019, On-going, or - for none"
        ) from None


def leads_field(plan: Plan) -> forms.MultipleChoiceField:
    """The posts of the area and, for what no post leads, the organisations."""
    posts = Post.objects.of(plan.local_area_id).select_related("organisation")
    by_post = [
        (f"{POST}{post.pk}", f"{post.display_name} ({post.code}), {post.organisation}")
        for post in posts.order_by("organisation__name", "title", "code")
    ]
    known = Organisation.objects.named_in(plan.local_area_id).current().order_by("name")
    alone = [(f"{ORGANISATION}{found.pk}", f"{found}, without a post") for found in known]
    return forms.MultipleChoiceField(
        label="Leads",
        help_text="Select every post that leads the action. A post is added on the page of people.",
        choices=[*by_post, *alone],
        widget=forms.CheckboxSelectMultiple(attrs={"data-small": "1"}),
        error_messages={"required": "Select at least one lead"},
    )


class ActionPlaceForm(PlanEditForm):
    """Where an action stands: behind another one, or first of an outcome."""

    place = forms.ChoiceField(
        label="Move it to",
        help_text="An action keeps its reference wherever it stands.",
        error_messages={"required": "Select where it is to stand"},
    )
    field_order = ("place", *DECISION_FIELDS)

    def __init__(self, action: Action, user: User, *args: Any) -> None:
        super().__init__(action.plan, user, *args)
        rows = action.plan.actions.besides(action).in_plan_order()
        self.others = {other.pk: other for other in rows.select_related("outcome")}
        self.outcomes = {outcome.pk: outcome for outcome in Outcome.objects.of_plan(action.plan)}
        groups = [
            (
                str(outcome),
                [(f"first-{pk}", f"First of {outcome.ref}"), *self._after(pk)],
            )
            for pk, outcome in self.outcomes.items()
        ]
        self.fields["place"].choices = [("", "Select a place"), *groups]  # type: ignore[attr-defined]

    def _after(self, outcome: int) -> Iterable[tuple[str, str]]:
        of_outcome = (other for other in self.others.values() if other.outcome_id == outcome)
        return ((f"after-{one.pk}", f"After {one.ref} {one.title}"[:120]) for one in of_outcome)

    @property
    def wanted(self) -> tuple[Outcome, Action | None]:
        """The outcome, and the action behind which it is to stand; None for the first place."""
        where, _, key = self.cleaned_data["place"].partition("-")
        if where == "first":
            return self.outcomes[int(key)], None
        other = self.others[int(key)]
        return self.outcomes[other.outcome_id], other


class PartPlaceForm(PlanEditForm):
    """Where an area, an outcome, a measure or a term stands among the others."""

    place = forms.ChoiceField(
        label="Move it to",
        error_messages={"required": "Select where it is to stand"},
    )
    field_order = ("place", *DECISION_FIELDS)

    def __init__(self, plan: Plan, part: PlanPart, row: TextPart, user: User, *args: Any) -> None:
        super().__init__(plan, user, *args)
        self.others = {one.pk: one for one in in_force_beside(part, row) if one.pk != row.pk}
        places = [(str(pk), f"After {one}"[:120]) for pk, one in self.others.items()]
        choices = [("", "Select a place"), ("first", "First"), *places]
        self.fields["place"].choices = choices  # type: ignore[attr-defined]

    @property
    def after(self) -> TextPart | None:
        """What it is to stand behind; None for the first place."""
        place = self.cleaned_data["place"]
        return None if place == "first" else self.others[int(place)]


class EndForm(PlanEditForm):
    """The end of a part of the plan: nothing but the decision behind it."""

    def __init__(self, plan: Plan, part: PlanPart, row: int, user: User, *args: Any) -> None:
        super().__init__(plan, user, *args, initial={"seen": seen_of(plan, part, row)})


class ReplacementForm(PlanEditForm):
    """The action that takes the place of another one."""

    def __init__(self, action: Action, user: User, *args: Any) -> None:
        super().__init__(action.plan, user, *args)
        taken = taken_refs(action.plan, PlanPart.ACTION)
        self.fields["ref"] = ref_field(next_ref(action.outcome.ref, taken), "New reference")
        self.fields["text"] = text_field("New action")
        self.move_decision_last()

    @property
    def new(self) -> NewAction:
        """The new action, once the form is valid."""
        return NewAction(self.cleaned_data["ref"], self.cleaned_data["text"])


class MergerForm(ReplacementForm):
    """The actions that one is merged with, and the one that they become."""

    def __init__(self, action: Action, user: User, *args: Any) -> None:
        super().__init__(action, user, *args)
        rows = action.plan.actions.besides(action).in_area(action.outcome.area.ref)
        self.others = {str(one.pk): one for one in rows.in_plan_order()}
        self.fields["others"] = forms.MultipleChoiceField(
            label="Merge it with",
            help_text="Other actions of the same area.",
            choices=[(pk, f"{one.ref} {one.title}") for pk, one in self.others.items()],
            widget=forms.CheckboxSelectMultiple(attrs={"data-small": "1"}),
            error_messages={"required": "Select at least one other action to merge it with"},
        )
        self.order_fields(("others", "ref", "text", *DECISION_FIELDS))

    @property
    def merged(self) -> list[Action]:
        """The other actions, once the form is valid."""
        return [self.others[key] for key in self.cleaned_data["others"]]


class SplitForm(PlanEditForm):
    """Two to four actions that an action is split into, and to which its measures go."""

    def __init__(self, action: Action, user: User, *args: Any) -> None:
        super().__init__(action.plan, user, *args)
        taken = set(taken_refs(action.plan, PlanPart.ACTION))
        for number in range(1, _MOST_PARTS + 1):
            suggested = next_ref(action.outcome.ref, taken)
            taken.add(suggested)
            is_needed = number <= 2
            label = f"Action {number}" if is_needed else f"Action {number} (optional)"
            self.fields[f"ref_{number}"] = ref_field(suggested, f"Reference of action {number}")
            self.fields[f"ref_{number}"].required = is_needed
            self.fields[f"text_{number}"] = text_field(label, rows=4, required=is_needed)
        self.measures = {f"measure_{row.pk}": row for row in action.measures.all()}
        for name, row in self.measures.items():
            self.fields[name] = forms.ChoiceField(
                label=f"The measure “{row.text[:150]}” goes with",
                choices=[(n, f"Action {n + 1}") for n in range(_MOST_PARTS)],
            )
        self.move_decision_last()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        count = sum(bool(cleaned.get(f"text_{n}")) for n in range(1, _MOST_PARTS + 1))
        if count > 2 and not cleaned.get("text_3"):
            self.add_error("text_3", "Enter action 3 before action 4")
        for name in self.measures:
            if int(cleaned.get(name) or 0) >= max(count, 2):
                self.add_error(name, "Select an action that you have entered")
        return cleaned

    @property
    def parts(self) -> list[NewAction]:
        """The new actions, once the form is valid."""
        cleaned = self.cleaned_data
        return [
            NewAction(cleaned[f"ref_{number}"], cleaned[f"text_{number}"])
            for number in range(1, _MOST_PARTS + 1)
            if cleaned[f"text_{number}"]
        ]

    @property
    def part_of_measures(self) -> dict[int, int]:
        """To which part each measure goes, by its key."""
        return {row.pk: int(self.cleaned_data[name]) for name, row in self.measures.items()}
