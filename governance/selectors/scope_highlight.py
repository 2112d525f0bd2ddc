"""Getting the highlight report that a page is about. A draft is unknown to who may not remark."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from actions.selectors.scope import PlanRequest, plan_for
from governance.domain.enums import PaperState
from governance.models import BoardQuestion, Paper, PaperFile


def highlight_for(request: PlanRequest, slug: str, key: str) -> Paper:
    """The report of a day, with its plan, meeting, files and questions; Http404 where there is
    none for this person.
    """
    plan = plan_for(request, slug)
    found = plan.papers.highlight().of_key(key.replace("\x00", "")).for_its_page()
    paper: Paper | None = found.order_by("-version").first()
    if paper is None:
        raise Http404
    if paper.state == PaperState.DRAFT and not request.user.has_perm(
        "actions.remark_to_board", plan
    ):
        raise Http404
    paper.plan = plan
    return paper


def board_question_for(request: PlanRequest, slug: str, key: str, pk: int) -> BoardQuestion:
    """One question on a report that this person may see; Http404 otherwise."""
    paper = highlight_for(request, slug, key)
    question = get_object_or_404(paper.questions.with_people(), pk=pk)
    question.paper = paper
    return question


def highlight_file_for(request: PlanRequest, slug: str, key: str, form: str) -> PaperFile:
    """One file of an issued report that is there; Http404 otherwise."""
    paper = highlight_for(request, slug, key)
    file = next((each for each in paper.files.all() if each.form == form), None)
    if file is None or not (paper.folder / file.name).is_file():
        raise Http404
    file.paper = paper
    return file
