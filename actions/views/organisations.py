"""Organisations and posts of a local area, for its administrators."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actions.forms.organisations import OrganisationChangeForm, OrganisationForm, post_form
from actions.presenters.people import changes_of
from actions.selectors.scope import PlanRequest, administered_area
from actions.services import organisations as services
from actions.views.people import carried_out, sent
from wsoa.accounts.models import LocalArea, Organisation, OrganisationChange
from wsoa.core.clock import today

FORM = ["GET", "HEAD", "POST"]


@require_safe
def organisations(request: PlanRequest, area: str) -> HttpResponse:
    """The organisations of the area, and how they changed."""
    local_area = administered_area(request, area)
    context = {
        "local_area": local_area,
        "organisations": Organisation.objects.of(local_area).with_posts(),
        "national": Organisation.objects.national().order_by("name"),
        "changes": changes_of(local_area),
    }
    return render(request, "actions/people/organisations.html", context)


@require_http_methods(FORM)
def add_organisation(request: PlanRequest, area: str) -> HttpResponse:
    """Adds an organisation of the area."""
    local_area = administered_area(request, area)
    form = OrganisationForm(sent(request))
    added = carried_out(
        form,
        lambda: services.add_organisation(
            by=request.user, local_area=local_area, **form.cleaned_data
        ),
    )
    if added:
        messages.success(request, f"{added.name} was added.")
        return redirect("organisations", local_area.slug)
    context = {"form": form, "local_area": local_area, "what": "an organisation"}
    return render(request, "actions/people/add.html", context)


@require_http_methods(FORM)
def add_post(request: PlanRequest, area: str) -> HttpResponse:
    """Adds a post of the area, which nobody holds yet."""
    local_area = administered_area(request, area)
    form = post_form(local_area, sent(request))
    added = carried_out(
        form,
        lambda: services.add_post(by=request.user, local_area=local_area, **form.choices_made()),
    )
    if added:
        messages.success(request, f"{added.code} was added. Nobody holds it yet.")
        return redirect("posts", local_area.slug)
    context = {"form": form, "local_area": local_area, "what": "a post"}
    return render(request, "actions/people/add.html", context)


@require_http_methods(FORM)
def change_organisation(request: PlanRequest, area: str, pk: int) -> HttpResponse:
    """Shows what a change of an organisation would do, and carries it out once confirmed."""
    local_area, organisation = _own(request, area, pk)
    others = Organisation.objects.named_in(local_area).current().without(organisation)
    form = OrganisationChangeForm(organisation, others, sent(request))
    if "confirm" in request.POST:
        change = carried_out(
            form, lambda: services.change_organisation(by=request.user, wanted=form.wanted())
        )
        if change:
            messages.success(request, _changed(change))
            return redirect("organisations", local_area.slug)
    preview = carried_out(form, lambda: services.preview_of(form.wanted()))
    context = {"form": form, "preview": preview, "local_area": local_area}
    return render(request, "actions/people/organisation_change.html", context)


def _own(request: PlanRequest, area: str, pk: int) -> tuple[LocalArea, Organisation]:
    local_area = administered_area(request, area)
    return local_area, get_object_or_404(Organisation.objects.of(local_area), pk=pk)


def _changed(change: OrganisationChange) -> str:
    words = f"{change.name_before} becomes {change.name_after} from {change.from_day:%-d %B %Y}."
    return words + ("" if change.from_day <= today() else " It takes effect on that day.")


@require_POST
def withdraw_change(request: PlanRequest, area: str, pk: int) -> HttpResponse:
    """Withdraws a change that has not taken effect."""
    local_area = administered_area(request, area)
    planned = OrganisationChange.objects.planned().select_related("organisation__local_area")
    change = get_object_or_404(planned, pk=pk, organisation__local_area=local_area)
    services.withdraw_change(by=request.user, change=change)
    messages.success(request, "The change was withdrawn.")
    return redirect("organisations", local_area.slug)
