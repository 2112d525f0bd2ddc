"""Questions from the public, for the programme office."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from actions.models import Plan
from actions.selectors.scope import PlanRequest, plan_for, require_permission
from governance.forms.public_question import PublicAnswerForm
from governance.presenters.public_question import question_line, questions_page
from governance.public.questions import QuestionRefused, answer_in_public
from governance.selectors.scope import public_question_for

NOT_YOURS = "Only the programme manager can read and answer questions from the public."


def _plan(request: PlanRequest, slug: str) -> Plan:
    plan = plan_for(request, slug)
    require_permission(request, "governance.answer_public", plan, NOT_YOURS)
    return plan


@require_safe
def public_questions(request: PlanRequest, slug: str) -> HttpResponse:
    """The questions that need an answer, oldest first, and the answered ones."""
    plan = _plan(request, slug)
    return render(request, "public/questions.html", {"page": questions_page(plan)})


@require_http_methods(["GET", "HEAD", "POST"])
def answer_public_question(request: PlanRequest, slug: str, pk: int) -> HttpResponse:
    """One question, and the form to answer it."""
    plan = _plan(request, slug)
    question = public_question_for(plan, pk)
    form = PublicAnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            answer_in_public(by=request.user, question=question, words=form.cleaned_data["words"])
        except QuestionRefused as refused:
            form.add_error(None, str(refused))
        else:
            return _answered(request, plan, mailed=bool(question.email))
    context = {"line": question_line(question), "form": form}
    return render(request, "public/answer.html", context)


def _answered(request: HttpRequest, plan: Plan, *, mailed: bool) -> HttpResponse:
    words = "Your answer has been sent by email." if mailed else "Your answer has been saved."
    messages.success(request, words)
    return redirect("public-questions", plan.slug)
