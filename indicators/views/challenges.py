"""Pages of challenges and their answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from actions.selectors.scope import PlanRequest, plan_for
from indicators.forms.challenge_answer import AnswerForm
from indicators.presenters import challenge_list as page
from indicators.selectors import challenges
from indicators.selectors.challenges import Challenge
from indicators.selectors.scope import require_answer_permission
from indicators.services.challenge_answers import AnswerRefused, QuestionClosed, answer_question
from wsoa.core.clock import today
from wsoa.web import resubmission


@require_safe
def questions(request: PlanRequest, slug: str) -> HttpResponse:
    """Every question with its answers, those without one first."""
    plan = plan_for(request, slug)
    shown = page.challenges_page(
        plan, request.user, today(), lambda question: AnswerForm(request.user, question.hash)
    )
    return render(request, "indicators/questions.html", {"page": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: PlanRequest, slug: str, hash_: str) -> HttpResponse:
    """One question and its form; also a question that no longer applies, with its answers."""
    plan = plan_for(request, slug)
    question = challenges.challenge_by_hash(plan, hash_, today())
    sent = request.POST if request.method == "POST" else resubmission.take(request)
    if question is None and sent is None:
        raise Http404
    if question is not None:
        require_answer_permission(request, plan, question)
    form = AnswerForm(request.user, hash_, sent)
    if request.method == "POST" and form.is_valid() and _answered(request, question, form):
        messages.success(request, "Your answer was saved.")
        return redirect(f"{reverse('questions', args=[slug])}#q-{hash_}")
    if question is None and not form.non_field_errors():
        form.add_error(None, str(QuestionClosed()))
    asked = page.challenge_card(question) if question else None
    kept = request.method != "POST" and sent is not None
    context = {"asked": asked, "form": form, "hash": hash_, "kept": kept}
    return render(request, "indicators/answer.html", context)


def _answered(request: PlanRequest, question: Challenge | None, form: AnswerForm) -> bool:
    """Whether the answer was saved; otherwise the form has the errors."""
    try:
        if question is None:
            raise QuestionClosed
        words = form.cleaned_data["words"]
        answer_question(by=request.user, plan=request.plan, key=question.key, words=words)
    except AnswerRefused as refused:
        form.add_error(None, str(refused))
        return False
    return True
