"""What an action of a plan consists of when somebody writes it: checked, saved, and printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from actions.models import Action, ActionLead, Measure, Outcome, Plan
from actions.services.plan_editor.recording import PlanEditRefused
from wsoa.accounts.models import Organisation, Post
from wsoa.core.months import PlanDate, parse_printed

POST, ORGANISATION = "post-", "organisation-"
_LONGEST_LEADS = 100


@dataclass(frozen=True, slots=True)
class ActionContent:
    """An action as it is written: its text, its dates as printed, and the codes of its leads.

    A lead is "post-7" or, where the plan names no post, "organisation-3".
    """

    text: str
    start: str
    end: str
    leads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActionDates:
    """The dates of an action as printed, and what they mean."""

    start: PlanDate
    end: PlanDate


def checked_dates(content: ActionContent) -> ActionDates:
    """The dates of a content. Raises PlanEditRefused where they cannot be."""
    start, end = _date("start", content.start), _date("end", content.end)
    if start.month and end.month and end.month < start.month:
        raise PlanEditRefused(
            f"End must be {start.month.printed} or later, because the action starts then", "end"
        )
    return ActionDates(start, end)


def _date(field: str, printed: str) -> PlanDate:
    try:
        return parse_printed(printed)
    except ValueError:
        raise PlanEditRefused(
            f"{field.capitalize()} must be a month such as Sept 2019, On-going, or - for none",
            field,
        ) from None


def checked_leads(plan: Plan, codes: tuple[str, ...]) -> list[dict[str, Any]]:
    """The leads of these codes as columns. Raises PlanEditRefused for none, or an unknown one."""
    posts = {f"{POST}{post.pk}": post for post in Post.objects.of(plan.local_area_id)}
    known = Organisation.objects.named_in(plan.local_area_id)
    organisations = {f"{ORGANISATION}{found.pk}": found for found in known}
    if not codes or any(code not in posts and code not in organisations for code in codes):
        raise PlanEditRefused("Select at least one lead of this local area", "leads")
    return [
        {"organisation_id": posts[code].organisation_id, "post_id": posts[code].pk}
        if code in posts
        else {"organisation_id": organisations[code].pk, "post_id": None}
        for code in codes
    ]


def save_lead_rows(action: Action, wanted: list[dict[str, Any]]) -> None:
    """Gives an action these leads; one that stays keeps its row, and what passed on with it."""
    kept = []
    for order, columns in enumerate(wanted, start=1):
        lead, _ = ActionLead.objects.update_or_create(
            action=action, **columns, defaults={"order": order}
        )
        kept.append(lead.pk)
    action.leads.exclude(pk__in=kept).delete()


def save_leads(action: Action, wanted: list[dict[str, Any]]) -> None:
    """Gives an action these leads, and prints them by their codes."""
    save_lead_rows(action, wanted)
    codes = [lead.code for lead in action.leads.select_related("post", "organisation")]
    printed = ", ".join(codes)
    if len(printed) > _LONGEST_LEADS:
        raise PlanEditRefused("Select fewer leads: their codes take more than one line", "leads")
    Action.with_ended.filter(pk=action.pk).update(leads_printed=printed)
    action.leads_printed = printed


def keep_printed_leads(action: Action, printed: str) -> None:
    """Prints the leads as the plan did for the same ones: "SCC - HoS"."""
    Action.with_ended.filter(pk=action.pk).update(leads_printed=printed)
    action.leads_printed = printed


def lead_codes(action: Action) -> tuple[str, ...]:
    """The codes of an action's leads, as a form names them."""
    return tuple(
        f"{POST}{post}" if post else f"{ORGANISATION}{organisation}"
        for post, organisation in action.leads.values_list("post", "organisation")
    )


def printed_action(action: Action) -> dict[str, str]:
    """What the plan prints of an action, by the names of the fields."""
    return {
        "Outcome": str(action.outcome),
        "Text": action.text,
        "Start": action.start_printed,
        "End": action.end_printed,
        "Leads": action.leads_printed,
    }


def create_action(
    outcome: Outcome, ref: str, content: ActionContent, *, after: int = 0, **more: Any
) -> Action:
    """A new action of an outcome, behind the order `after`. Raises PlanEditRefused."""
    plan = outcome.area.plan
    text = content.text.strip()
    if not text:
        raise PlanEditRefused("Enter the text of the action", "text")
    dates, leads = checked_dates(content), checked_leads(plan, content.leads)
    action = Action.objects.create(
        plan=plan,
        outcome=outcome,
        ref=ref,
        order=after,
        text=text,
        **date_columns("start", content.start, dates.start),
        **date_columns("end", content.end, dates.end),
        **more,
    )
    save_leads(action, leads)
    return action


def date_columns(name: str, printed: str, read: PlanDate) -> dict[str, Any]:
    """The columns of a start or an end: as printed, its kind and its month."""
    return {
        f"{name}_printed": printed.strip(),
        f"{name}_kind": read.kind.value,
        f"{name}_month": read.month.first_day if read.month else None,
    }


def copy_measures(measures: list[Measure], action: Action) -> None:
    """Gives an action measures with the same texts, in this order."""
    for order, measure in enumerate(measures, start=1):
        Measure.objects.create(action=action, order=order, text=measure.text)
