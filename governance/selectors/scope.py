"""Scope: the object that a governance page is about, for a person who may see it.

Every function raises Http404 if the object does not exist or this person may not know of it.
"""

from __future__ import annotations

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404

from actions.models import AreaCommentary, Plan, ProgrammeCommentary, ReportingPeriod
from actions.selectors.scope import PlanRequest, plan_for, require_permission
from governance.domain.enums import PaperKind, PaperState
from governance.models import (
    BoardQuestion,
    CommitteePaper,
    EasyReadSummary,
    Paper,
    PaperFile,
    PublicQuestion,
    Report,
    WordTemplate,
)
from governance.selectors.commentary import area_commentary, programme_commentary
from governance.selectors.easy_read import easy_read_summary
from governance.selectors.word_templates import newest_report
from wsoa.accounts.models import LocalArea
from wsoa.core.clock import today

NOT_YOURS = (
    "Only the publisher and the people who sign for the council and the NHS can see drafts. "
    "Everybody can read published reports."
)
NOT_FOR_COMMITTEES = (
    "Only the publisher and the programme manager can prepare a Word paper for a committee."
)


def begun_period_for(request: PlanRequest, slug: str, key: str) -> ReportingPeriod:
    """A quarter of a plan that this person may see, once it has begun; Http404 otherwise."""
    plan = plan_for(request, slug)
    prefetch_related_objects([plan], "periods")  # the paper reads them all
    wanted = (ReportingPeriod.Kind.QUARTER, key)
    periods = [period for period in plan.periods.all() if (period.kind, period.key) == wanted]
    if not periods or periods[0].opens > today():
        raise Http404
    [period] = periods
    period.plan = plan
    return period


def report_for(request: PlanRequest, slug: str, key: str, pk: int) -> Report:
    """One report of a quarter of a plan that this person may see; Http404 otherwise."""
    plan = plan_for(request, slug)
    reports = plan.reports.light().select_related("period")
    report: Report = get_object_or_404(reports, pk=pk, period__key=key)
    report.plan = plan
    return report


def finished_report_for(request: PlanRequest, slug: str, key: str, pk: int) -> Report:
    """One report with a finished file; Http404 otherwise."""
    report = report_for(request, slug, key, pk)
    if not report.is_ready:
        raise Http404
    return report


def commentary_for(request: PlanRequest, slug: str, key: str, ref: str) -> AreaCommentary:
    """The commentary of an area in a quarter that has begun; an empty one if there is none.

    Http404 if there is no such area or quarter.
    """
    period = begun_period_for(request, slug, key)
    area = get_object_or_404(period.plan.areas, ref=ref)
    area.plan = period.plan
    return area_commentary(area, period)


def easy_read_for(request: PlanRequest, slug: str, key: str, ref: str) -> EasyReadSummary:
    """The Easy Read summary of an area in a quarter that has begun; an empty one if there is none.

    Http404 if there is no such area or quarter.
    """
    period = begun_period_for(request, slug, key)
    area = get_object_or_404(period.plan.areas, ref=ref)
    area.plan = period.plan
    return easy_read_summary(area, period)


def programme_commentary_for(request: PlanRequest, slug: str, key: str) -> ProgrammeCommentary:
    """The text on the programme in a quarter that has begun; Http404 otherwise."""
    return programme_commentary(begun_period_for(request, slug, key))


def highlight_for(request: PlanRequest, slug: str, key: str) -> Paper:
    """The report of a day, with its plan, meeting, files and questions; Http404 where there is
    none for this person.
    """
    plan = plan_for(request, slug)
    papers = plan.papers.highlight().of_key(key).for_its_page()
    paper: Paper | None = papers.order_by("-version").first()
    if paper is None:
        raise Http404
    may_see = paper.state != PaperState.DRAFT or request.user.has_perm(
        PaperKind.HIGHLIGHT.see_drafts, plan
    )
    if not may_see:
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
    file = next((file for file in paper.files.all() if file.form == form), None)
    if file is None or not (paper.folder / file.name).is_file():
        raise Http404
    file.paper = paper
    return file


def publication_for(request: PlanRequest, slug: str, key: str) -> Paper:
    """The last version of a quarter's publication, with its plan, period, signatures and reasons.

    Its attribute `versions` holds all versions, the last first. Http404 if there is none.
    """
    plan = plan_for(request, slug)
    require_permission(request, PaperKind.QUARTERLY.see_drafts, plan, NOT_YOURS)
    versions = list(plan.papers.quarterly().of_key(key).with_people().order_by("-version"))
    if not versions:
        raise Http404
    for version in versions:
        version.plan = plan
    versions[0].versions = tuple(versions)
    return versions[0]


def committee_papers_for(request: PlanRequest, slug: str, key: str) -> Paper:
    """The last version of a quarter's publication, or the issued highlight report of a day, for
    those who may take it to a committee.
    """
    plan = plan_for(request, slug)
    require_permission(request, "governance.prepare_committee_paper", plan, NOT_FOR_COMMITTEES)
    papers = plan.papers.to_take_along().of_key(key).select_related("word_template", "brand")
    paper: Paper | None = papers.order_by("-version").first()
    if paper is None:
        raise Http404
    paper.plan = plan
    return paper


def committee_paper_for(request: PlanRequest, slug: str, key: str, pk: int) -> CommitteePaper:
    """One front sheet of the last version of a quarter's publication; Http404 otherwise."""
    paper = committee_papers_for(request, slug, key)
    found = get_object_or_404(CommitteePaper.objects.of(paper).select_related("template"), pk=pk)
    found.paper = paper
    return found


def word_template_for(local_area: LocalArea, pk: int) -> WordTemplate:
    """A template that an area has uploaded, with its content; Http404 otherwise."""
    found = get_object_or_404(WordTemplate, local_area=local_area, pk=pk)
    found.local_area = local_area
    return found


def report_for_preview(request: PlanRequest, local_area: LocalArea) -> Paper:
    """The newest report of an area that this person may read; Http404 where there is none."""
    paper = newest_report(local_area, request.user)
    if paper is None:
        raise Http404
    return paper


def public_question_for(plan: Plan, pk: int) -> PublicQuestion:
    """A question from the public about a plan, with what it is about."""
    asked = PublicQuestion.objects.with_what_they_are_about().of_plan(plan)
    question: PublicQuestion = get_object_or_404(asked, pk=pk)
    question.plan = plan
    return question
