"""Forms of an area's administrator: inviting, handing over, deputies, roles, the review."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms

from actions.domain.enums import AfterHandOver, Role
from actions.domain.people_table import COLUMNS
from actions.domain.post_terms import deputy_until
from actions.models import Plan
from actions.selectors.people import AreaAccess, PostStatus
from actions.services.area_access import RoleGrant
from actions.services.hand_over import LONGEST_NOTE
from actions.services.invitations import Offer
from wsoa.accounts.models import AreaRole, LocalArea, Organisation, User
from wsoa.core.clock import today
from wsoa.core.forms.base import Form, Radios, at_most
from wsoa.core.forms.date_fields import DayField, MonthField
from wsoa.core.forms.file_fields import ScannedFileField
from wsoa.core.months import Month
from wsoa.web.resubmission import FIELD, ResubmittableForm

ADMINISTRATOR = AreaRole.Kind.ADMINISTRATOR.value
ROLE_HINTS = {
    Role.ACCOUNTABLE: "accepts or returns updates of the area",
    Role.MANAGER: "opens and closes rounds, sees everything",
    Role.BOARD: "decides on end dates, asks questions",
    Role.PUBLISHER: "prepares and publishes",
    Role.SIGNS_COUNCIL: "one of two signatures",
    Role.SIGNS_NHS: "the other signature",
    Role.VIEWER: "may only read",
}
LONGEST_NAME = 200


def role_choices(plans: Iterable[Plan]) -> list[tuple[str, str]]:
    """What can be given in an area: its administration, and each role in each plan."""
    plans = list(plans)
    choices = [(ADMINISTRATOR, "Administrator: looks after people, posts and organisations")]
    for plan in plans:
        suffix = f" ({plan.short_title})" if len(plans) > 1 else ""
        for role in Role:
            if role is Role.ACCOUNTABLE:
                choices += [
                    (
                        f"{plan.pk}:{role}:{area.pk}",
                        f"{role.label}, area {area.ref}: {area.title}{suffix}",
                    )
                    for area in plan.areas.all()
                ]
            else:
                choices.append((f"{plan.pk}:{role}:", f"{role.label}: {ROLE_HINTS[role]}{suffix}"))
    return choices


def grants_of(values: Iterable[str], plans: Iterable[Plan]) -> tuple[RoleGrant, ...]:
    """The roles of submitted choices, in their order."""
    by_pk = {plan.pk: plan for plan in plans}
    found = []
    for value in values:
        if value == ADMINISTRATOR:
            continue
        plan_pk, role, area_pk = value.split(":")
        plan = by_pk[int(plan_pk)]
        area = plan.areas.get(pk=int(area_pk)) if area_pk else None
        found.append(RoleGrant(plan, Role(role), area))
    return tuple(found)


def choices_held(access: AreaAccess) -> list[str]:
    """The choices that a person has today."""
    held = [f"{row.plan_id}:{row.role}:{row.area_id or ''}" for row in access.memberships]
    return [ADMINISTRATOR, *held] if access.area_roles else held


def _email(hint: str) -> forms.EmailField:
    return forms.EmailField(
        label="Email address",
        help_text=hint,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Enter an email address",
            "invalid": "Enter an email address in the correct format, like name@example.com",
        },
    )


def _name(label: str, hint: str, *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        validators=[at_most(LONGEST_NAME, "Name")],
        error_messages={"required": "Enter the name of the person"},
    )


def _day(label: str, hint: str, missing: str) -> DayField:
    return DayField(label=label, help_text=hint, error_messages={"required": missing})


class PersonForm(ResubmittableForm):
    """A person by email address, and by name where they are new."""

    email = _email("Of a person with access, or of somebody new: they get an invitation.")
    name = _name("Name (if they are new)", "As plans and reports print it.")

    def chosen(self) -> dict[str, Any]:
        """What was entered, once the form is valid."""
        return {name: value for name, value in self.cleaned_data.items() if name != FIELD}


class InviteForm(ResubmittableForm):
    """Somebody to invite: to roles, to a post, until a month."""

    email = _email("A work address. The link in the email works once, for 14 days.")
    name = _name("Name", "As plans and reports print it.", required=True)
    post = forms.ChoiceField(
        label="Post (if any)",
        help_text="Only posts that nobody holds who can sign in. To change a holder, hand over.",
        required=False,
    )
    until = MonthField(
        label="Access until the end of (if it ends)",
        help_text="For example, 3 2020.",
        required=False,
    )
    roles = forms.MultipleChoiceField(
        label="Roles",
        help_text=(
            "None is needed to hold a post. Without a role or a post a person may only read."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        local_area: LocalArea,
        posts: Iterable[PostStatus],
        user: User,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(user, *args, **kwargs)
        self.plans = list(local_area.plans.order_by("pk").prefetch_related("areas"))
        self.posts = {status.post.code: status for status in posts if _is_free(status)}
        self.fields["post"].choices = [  # type: ignore[attr-defined]
            ("", "No post"),
            *((code, _post_label(status)) for code, status in self.posts.items()),
        ]
        self.fields["roles"].choices = role_choices(self.plans)  # type: ignore[attr-defined]

    def choices_made(self) -> dict[str, Any]:
        """The arguments of the service, once the form is valid."""
        cleaned = self.cleaned_data
        return {"email": cleaned["email"], "name": cleaned["name"], "offer": self._offer()}

    def _offer(self) -> Offer:
        """What the person is invited to, once the form is valid."""
        cleaned = self.cleaned_data
        status = self.posts.get(cleaned["post"])
        month: Month | None = cleaned["until"]
        return Offer(
            roles=grants_of(cleaned["roles"], self.plans),
            administrator=ADMINISTRATOR in cleaned["roles"],
            post=status.post if status else None,
            until=month.last_day if month else None,
        )


def _is_free(status: PostStatus) -> bool:
    return status.is_vacant or not any(row.user for row in status.holders)


def _post_label(status: PostStatus) -> str:
    held = ", ".join(row.holder for row in status.holders)
    who = f"; held by {held}, who cannot sign in yet" if held else "; nobody holds it"
    return f"{status.post.code}, leads {status.actions} actions{who}"


class HandOverForm(PersonForm):
    """The next holder of a post, their first day, and what becomes of the present one."""

    first_day = _day(
        "First day in the post",
        (
            "The day before is the last day of the present holder. Past updates stay under the "
            "name of who sent them."
        ),
        "Enter the first day in the post",
    )
    after = forms.ChoiceField(
        label="The present holder, after that day", widget=Radios(attrs={"data-small": "1"})
    )
    note = forms.CharField(
        label="Note for the next holder (optional)",
        help_text="Shown above their list until they have sent a first update.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[at_most(LONGEST_NOTE, "Note")],
    )

    def __init__(self, *args: Any, has_holder: bool, **kwargs: Any) -> None:
        kwargs["initial"] = {"first_day": today(), "after": AfterHandOver.DEPUTY} | kwargs.get(
            "initial", {}
        )
        super().__init__(*args, **kwargs)
        self.order_fields(("email", "name", "first_day", "after", "note"))
        if has_holder:
            self.fields["after"].choices = self._after_choices()  # type: ignore[attr-defined]
        else:
            del self.fields["after"]
            self.fields["first_day"].help_text = "The first day from which they hold the post."

    def _after_choices(self) -> list[tuple[str, str]]:
        until = deputy_until(self.initial["first_day"])
        hint = f"until {until:%-d %B %Y} if they start on {self.initial['first_day']:%-d %B %Y}"
        return [
            (AfterHandOver.DEPUTY, f"{AfterHandOver.DEPUTY.label}, {hint}"),
            (AfterHandOver.READS, AfterHandOver.READS.label),
            (AfterHandOver.ENDS, AfterHandOver.ENDS.label),
        ]

    def choices_made(self) -> dict[str, Any]:
        """The arguments of the service, once the form is valid."""
        cleaned = self.chosen()
        return cleaned | {"after": AfterHandOver(cleaned.get("after") or AfterHandOver.READS)}


class DeputyForm(PersonForm):
    """A deputy for a post, from one day to another."""

    since = _day("First day as deputy", "", "Enter the first day as deputy")
    until = _day(
        "Last day as deputy",
        "Access as deputy ends by itself after this day.",
        "Enter the last day as deputy",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        day: date = today()
        kwargs["initial"] = {"since": day, "until": day + timedelta(days=29)}
        super().__init__(*args, **kwargs)


class RolesForm(Form):
    """The roles of one person in an area."""

    roles = forms.MultipleChoiceField(
        label="Roles",
        help_text="A role that is taken away ends today. It stays in the list of what they had.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, local_area: LocalArea, access: AreaAccess, *args: Any, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"roles": choices_held(access)}
        super().__init__(*args, **kwargs)
        self.plans = list(local_area.plans.order_by("pk").prefetch_related("areas"))
        self.fields["roles"].choices = role_choices(self.plans)  # type: ignore[attr-defined]

    def choices_made(self) -> dict[str, Any]:
        """The arguments of the service, once the form is valid."""
        values = self.cleaned_data["roles"]
        return {
            "grants": grants_of(values, self.plans),
            "administrator": ADMINISTRATOR in values,
        }


class ConfirmForm(Form):
    """A form without fields: the button confirms."""


class ReviewForm(Form):
    """Who still needs the access that they have."""

    people = forms.MultipleChoiceField(
        label="Who still needs this access?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, people: Iterable[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [  # type: ignore[attr-defined]
            (str(pk), str(pk)) for pk in people
        ]

    def chosen(self) -> list[int]:
        """The keys of the people selected, once the form is valid."""
        return [int(pk) for pk in self.cleaned_data["people"]]


class PostForm(Form):
    """A new post."""

    code = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9&._-]{0,39}$",
        label="Code",
        help_text="As plans print it, for example SCC-HoS.",
        error_messages={
            "required": "Enter a code",
            "invalid": "Code must have letters, numbers, hyphens or full stops only, at most 40",
        },
    )
    title = _name("Title", "For example, Head of Service.", required=True)
    organisation = forms.ChoiceField(label="Organisation")

    def __init__(self, organisations: Iterable[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {str(found.pk): found for found in organisations}
        self.fields["title"].error_messages["required"] = "Enter the title of the post"
        self.fields["organisation"].choices = [  # type: ignore[attr-defined]
            (key, found.name) for key, found in self.organisations.items()
        ]

    def choices_made(self) -> dict[str, Any]:
        """The arguments of the service, once the form is valid."""
        cleaned = self.cleaned_data
        organisation = self.organisations[cleaned["organisation"]]
        return {"code": cleaned["code"], "title": cleaned["title"], "organisation": organisation}


class FileForm(Form):
    """A CSV file of people."""

    file = ScannedFileField(
        label="CSV file",
        help_text=f"The first row has the headings: {', '.join(COLUMNS)}. Only email is needed.",
        error_messages={"required": "Select a CSV file", "empty": "The file is empty"},
    )
