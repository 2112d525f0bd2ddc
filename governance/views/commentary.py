"""A quarter in words: the list of its texts, the commentary of an area, the programme's text."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from actions.access import PlanRequest, demand
from governance.access import begun_period_for
from governance.access_commentary import commentary_for
from governance.forms_commentary import AreaForm, ProgrammeForm, WordsForm
from governance.presenters import commentary as page
from governance.services.commentary import (
    CommentaryRefused,
    WrittenMeanwhile,
    version_of,
    words_of,
    write_commentary,
    write_programme,
)
from wsoa import keeping

NOT_YOURS = (
    "Only the accountable officer of the area and the programme manager write its commentary."
)
NOT_YOURS_PROGRAMME = (
    "Only the programme manager and the publisher write what is said of the programme."
)


@require_safe
def commentary(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    """Every text of a quarter: what is written, what is missing, and where to write it."""
    period = begun_period_for(request, slug, key)
    shown = {"page": page.commentary_list(period, request.user), "period": period}
    return render(request, "commentary/commentary.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def area_commentary(request: PlanRequest, slug: str, key: str, ref: str) -> HttpResponse:
    """What is said of an area in a quarter; who may, writes it here."""
    row = commentary_for(request, slug, key, ref)
    if request.method == "POST":
        demand(request, page.WRITES, row.area, NOT_YOURS)
    sent = _sent(request)
    form = AreaForm(request.user, words_of(row), sent)
    theirs = _write(
        request,
        form,
        lambda based_on: write_commentary(
            by=request.user, area=row.area, period=row.period, words=form.words, based_on=based_on
        ),
    )
    if request.method == "POST" and not form.errors:
        messages.success(request, f"The commentary of area {ref} is saved.")
        return redirect("commentary", slug, key)
    shown = {"page": page.area_page(row, request.user), "period": row.period, "form": form}
    return render(request, "commentary/write.html", shown | _told(request, sent, theirs))


@require_http_methods(["GET", "HEAD", "POST"])
def programme(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    """What a quarter's papers say of the programme as a whole; who may, writes it here."""
    period = begun_period_for(request, slug, key)
    if request.method == "POST":
        demand(request, page.WRITES_PROGRAMME, period.plan, NOT_YOURS_PROGRAMME)
    sent = _sent(request)
    form = ProgrammeForm(request.user, words_of(period), sent)
    theirs = _write(
        request,
        form,
        lambda based_on: write_programme(
            by=request.user,
            plan=period.plan,
            period=period,
            text=form.words["programme"],
            based_on=based_on,
        ),
    )
    if request.method == "POST" and not form.errors:
        messages.success(request, "What is said of the programme is saved.")
        return redirect("commentary", slug, key)
    shown = {"page": page.programme_page(period, request.user), "period": period, "form": form}
    return render(request, "commentary/write.html", shown | _told(request, sent, theirs))


def _sent(request: PlanRequest) -> QueryDict | None:
    """What was sent, or was kept while the sign-in had ended; None where there is nothing."""
    return request.POST.copy() if request.method == "POST" else keeping.take(request)


def _write(request: PlanRequest, form: WordsForm, deed: Callable[[str], object]) -> bool:
    """Writes what was sent. True where somebody else wrote meanwhile.

    What was refused has the reason in the form; what is sent next stands on the words that stand.
    """
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        deed(form.cleaned_data["based_on"])
    except WrittenMeanwhile as refused:
        form.add_error(None, str(refused))
        form.data["based_on"] = version_of(refused.theirs)  # type: ignore[index]
        return True
    except CommentaryRefused as refused:
        form.add_error(refused.field or None, str(refused))
    return False


def _told(request: PlanRequest, sent: QueryDict | None, theirs: bool) -> dict[str, object]:
    """What the page says of words that came with the request."""
    return {"theirs": theirs, "kept": sent is not None and request.method != "POST"}
