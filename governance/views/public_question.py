"""Questions from the public, for the programme office."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from actions.models import Plan
from actions.selectors.scope import PlanRequest, plan_for, require_permission
from governance.domain.enums import DismissalReason
from governance.forms.public_question import DismissalForm, PublicAnswerForm
from governance.models import PublicQuestion
from governance.presenters.public_question import (
    dismissal_message,
    question_line,
    questions_page,
)
from governance.public.questions import (
    QuestionRefused,
    answer_in_public,
    dismiss_public_questions,
    restore_public_question,
)
from governance.selectors.scope import public_question_for
from wsoa.core.row_ids import read_id

NOT_YOURS = "Only the programme manager can read and answer questions from the public."
RESTORED = "The question was restored and needs an answer again. Its email address is not kept."


def _plan(request: PlanRequest, slug: str) -> Plan:
    plan = plan_for(request, slug)
    require_permission(request, "governance.answer_public", plan, NOT_YOURS)
    return plan


@require_http_methods(["GET", "HEAD", "POST"])
def public_questions(request: PlanRequest, slug: str) -> HttpResponse:
    """The questions that wait, the answered and the dismissed ones; a POST dismisses some."""
    plan = _plan(request, slug)
    if request.method == "POST":
        return _dismiss(request, plan)
    page = questions_page(plan, request.GET)
    return render(request, "public/questions.html", {"page": page, "form": DismissalForm()})


def _dismiss(request: PlanRequest, plan: Plan) -> HttpResponse:
    """Dismiss the selected questions, or show the page again with what is missing."""
    sent = [pk for text in request.POST.getlist("question") if (pk := read_id(text))]
    page = questions_page(plan, request.GET, selected=sent)
    form = DismissalForm(request.POST, selected=sent, first=page.first_checkbox)
    if form.is_valid():
        reason = DismissalReason(form.cleaned_data["reason"])
        questions = PublicQuestion.objects.of_plan(plan).of_ids(sent)
        try:
            done = dismiss_public_questions(
                by=request.user, plan=plan, questions=questions, reason=reason
            )
        except QuestionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, dismissal_message(len(done), len(set(sent))))
            return redirect(page.address)
    return render(request, "public/questions.html", {"page": page, "form": form})


@require_POST
def restore(request: PlanRequest, slug: str, pk: int) -> HttpResponse:
    """Take the dismissal of one question back."""
    plan = _plan(request, slug)
    question = public_question_for(plan, pk)
    try:
        restore_public_question(by=request.user, question=question)
    except QuestionRefused as refused:
        messages.info(request, str(refused))
    else:
        messages.success(request, RESTORED)
    return redirect("public-questions", plan.slug)


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
