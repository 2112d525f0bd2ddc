"""Changing a plan: each page is one form, which one service carries out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from actions.domain.plan_changes import PlanPart
from actions.forms import plan_editor as forms
from actions.forms.plan_terms import PlanTermsForm
from actions.models import Outcome
from actions.presenters import plan_editor as page
from actions.selectors.plan_parts import editable_action, editable_plan, parent_for, part_for
from actions.selectors.scope import PlanRequest
from actions.services.plan_editor import actions, parts, successions
from actions.services.plan_editor.terms import change_terms
from wsoa.web import resubmission

FORM = ["GET", "HEAD", "POST"]


@require_safe
def editor(request: PlanRequest, slug: str) -> HttpResponse:
    """The plan as a tree, with what can be changed."""
    plan = editable_plan(request, slug)
    return render(request, "actions/editor/plan.html", {"page": page.plan_editor_page(plan)})


def _sent(request: PlanRequest) -> QueryDict | None:
    """What was sent, or what was kept of it while the sign-in had expired."""
    return request.POST if request.method == "POST" else resubmission.take(request)


def _answer(
    request: PlanRequest,
    form: forms.PlanEditForm,
    service: Callable[[], object],
    shown: page.EditPage,
    done: str,
) -> HttpResponse:
    """Carries out the change and goes back; shows the form until it can be."""
    if request.method == "POST" and form.carry_out(service):
        messages.success(request, done)
        return redirect(shown.back)
    return render(request, "actions/editor/form.html", {"form": form, "page": shown})


# --- areas, outcomes, measures, terms ------------------------------------------------------------


@require_http_methods(FORM)
def add_part(request: PlanRequest, slug: str, part: PlanPart, pk: int) -> HttpResponse:
    """Adds an area or a term to the plan, an outcome to an area, or a measure to an action."""
    parent = parent_for(request, slug, part, pk)
    above = getattr(parent, "ref", "")
    form = forms.PartTextsForm(request.plan, part, request.user, _sent(request), parent_ref=above)
    given: dict[str, Any] = {"by": request.user, "part": part, "parent": parent}
    return _answer(
        request,
        form,
        lambda: parts.add_part(**given, **form.added, decision=form.decision),
        page.add_part_page(request.plan, part, parent),
        f"The {part} was added.",
    )


@require_http_methods(FORM)
def edit_part(request: PlanRequest, slug: str, part: PlanPart, pk: int) -> HttpResponse:
    """Changes the texts of a part."""
    row = part_for(request, slug, part, pk)
    form = forms.PartTextsForm(request.plan, part, request.user, _sent(request), row=row)
    given: dict[str, Any] = {"by": request.user, "part": part, "row": row}
    return _answer(
        request,
        form,
        lambda: parts.change_part(
            **given, texts=form.texts, decision=form.decision, seen=form.seen_change
        ),
        page.edit_part_page(request.plan, part, row),
        f"The {part} was saved.",
    )


@require_http_methods(FORM)
def edit_terms(request: PlanRequest, slug: str) -> HttpResponse:
    """Changes the terms that the plan prints."""
    plan = editable_plan(request, slug)
    form = PlanTermsForm(plan, request.user, _sent(request))
    return _answer(
        request,
        form,
        lambda: change_terms(
            by=request.user,
            plan=plan,
            terms=form.terms,
            decision=form.decision,
            seen=form.seen_change,
        ),
        page.terms_page(plan),
        "The terms of the plan were saved.",
    )


@require_http_methods(FORM)
def move_part(request: PlanRequest, slug: str, part: PlanPart, pk: int) -> HttpResponse:
    """Moves a part to another place among its neighbours."""
    row = part_for(request, slug, part, pk)
    form = forms.PartPlaceForm(request.plan, part, row, request.user, _sent(request))
    return _answer(
        request,
        form,
        lambda: parts.move_part(
            by=request.user, part=part, row=row, after=form.after, decision=form.decision
        ),
        page.move_part_page(request.plan, part, row),
        f"The {part} was moved.",
    )


@require_http_methods(FORM)
def end_part(request: PlanRequest, slug: str, part: PlanPart, pk: int) -> HttpResponse:
    """Ends a part, or removes it from a draft."""
    row = part_for(request, slug, part, pk)
    form = forms.EndForm(request.plan, part, row.pk, request.user, _sent(request))
    given: dict[str, Any] = {"by": request.user, "part": part, "row": row}
    return _answer(
        request,
        form,
        lambda: parts.end_part(**given, decision=form.decision, seen=form.seen_change),
        page.end_part_page(request.plan, part, row, in_force=form.in_force),
        f"The {part} is no longer in the plan.",
    )


# --- actions -------------------------------------------------------------------------------------


@require_http_methods(FORM)
def add_action(request: PlanRequest, slug: str, pk: int) -> HttpResponse:
    """Adds an action to an outcome."""
    plan = editable_plan(request, slug)
    outcome = get_object_or_404(Outcome.objects.of_plan(plan), pk=pk)
    form = forms.ActionContentForm(outcome, request.user, _sent(request))
    return _answer(
        request,
        form,
        lambda: actions.add_action(
            by=request.user,
            outcome=outcome,
            ref=form.cleaned_data["ref"],
            content=form.content,
            decision=form.decision,
        ),
        page.EditPage("Add an action", str(outcome), "Add action", page.editor_href(plan)),
        "The action was added.",
    )


@require_http_methods(FORM)
def edit_action(request: PlanRequest, slug: str, ref: str) -> HttpResponse:
    """Changes the text, the start and the leads of an action; its other changes are links."""
    action = editable_action(request, slug, ref)
    form = forms.ActionContentForm(action.outcome, request.user, _sent(request), action=action)
    given: dict[str, Any] = {"by": request.user, "action": action}
    return _answer(
        request,
        form,
        lambda: actions.change_action(
            **given, content=form.content, decision=form.decision, seen=form.seen_change
        ),
        page.edit_action_page(action),
        f"Action {ref} was saved.",
    )


@require_http_methods(FORM)
def move_action(request: PlanRequest, slug: str, ref: str) -> HttpResponse:
    """Moves an action within its outcome, or to another one."""
    action = editable_action(request, slug, ref)
    form = forms.ActionPlaceForm(action, request.user, _sent(request))
    return _answer(
        request,
        form,
        lambda: actions.move_action(
            by=request.user,
            action=action,
            outcome=form.wanted[0],
            after=form.wanted[1],
            decision=form.decision,
        ),
        page.one_action_page(action, f"Move action {ref}", "Move action"),
        f"Action {ref} was moved.",
    )


@require_http_methods(FORM)
def end_action(request: PlanRequest, slug: str, ref: str) -> HttpResponse:
    """Ends an action, or removes it from a draft."""
    action = editable_action(request, slug, ref)
    form = forms.EndForm(action.plan, PlanPart.ACTION, action.pk, request.user, _sent(request))
    given: dict[str, Any] = {"by": request.user, "action": action}
    return _answer(
        request,
        form,
        lambda: actions.end_action(**given, decision=form.decision, seen=form.seen_change),
        page.end_action_page(action, in_force=form.in_force),
        f"Action {ref} is no longer in the plan.",
    )


@require_http_methods(FORM)
def split_action(request: PlanRequest, slug: str, ref: str) -> HttpResponse:
    """Splits an action into two or more."""
    action = editable_action(request, slug, ref)
    form = forms.SplitForm(action, request.user, _sent(request))
    return _answer(
        request,
        form,
        lambda: successions.split_action(
            by=request.user,
            action=action,
            parts=form.parts,
            measures=form.part_of_measures,
            decision=form.decision,
        ),
        page.succession_page(action, "Split", "Split action"),
        f"Action {ref} was split.",
    )


@require_http_methods(FORM)
def merge_action(request: PlanRequest, slug: str, ref: str) -> HttpResponse:
    """Merges an action with others."""
    action = editable_action(request, slug, ref)
    form = forms.MergerForm(action, request.user, _sent(request))
    return _answer(
        request,
        form,
        lambda: successions.merge_actions(
            by=request.user,
            actions=[action, *form.merged],
            new=form.new,
            decision=form.decision,
        ),
        page.succession_page(action, "Merge", "Merge actions"),
        f"Action {ref} was merged.",
    )


@require_http_methods(FORM)
def replace_action(request: PlanRequest, slug: str, ref: str) -> HttpResponse:
    """Replaces an action by another one."""
    action = editable_action(request, slug, ref)
    form = forms.ReplacementForm(action, request.user, _sent(request))
    given: dict[str, Any] = {"by": request.user, "action": action}
    return _answer(
        request,
        form,
        lambda: successions.replace_action(**given, new=form.new, decision=form.decision),
        page.succession_page(action, "Replace", "Replace action"),
        f"Action {ref} was replaced.",
    )
