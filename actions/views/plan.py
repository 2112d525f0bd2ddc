"""Reading pages around the plan."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actions.domain.enums import Group
from actions.domain.kinds.scale import FIVE
from actions.forms.portfolio import PortfolioForm
from actions.presenters import home as home_page
from actions.presenters.carried_findings import carried_findings
from actions.presenters.history import history_page
from actions.presenters.overview import OverviewList, finished_list, finished_overview
from actions.presenters.plan_document import plan_document
from actions.presenters.portfolio import SORT_WORDS, portfolio_sheet
from actions.presenters.portfolio import portfolio as portfolio_page
from actions.selectors.key_posts import key_posts
from actions.selectors.person_in_plans import PersonInPlans, person_in_plans
from actions.selectors.scope import PlanRequest, plan_for
from actions.services.findings import ask_for_totals
from wsoa.accounts.models import User
from wsoa.core.clock import today
from wsoa.core.spreadsheets.files import SheetFormat
from wsoa.web.etags import page_with_etag
from wsoa.web.middleware import HtmxHttpRequest
from wsoa.web.sheets import sheet_response


@require_safe
def home(request: HtmxHttpRequest) -> HttpResponse:
    """What waits for the person; for visitors, what the service is and what is published."""
    if not isinstance(request.user, User):
        context = {"sections": home_page.signed_out_sections()}
        return page_with_etag(request, render(request, "actions/home_signed_out.html", context))
    person = person_in_plans(request.user, today())
    _remember_frame(request, person)
    shown = home_page.home(person, request.GET)
    return render(request, "actions/home.html", {"home": shown})


@require_safe
def portfolio(request: PlanRequest) -> HttpResponse:
    """The person's plans in one table; sorted and filtered by the query string."""
    person = person_in_plans(request.user, today())
    _remember_frame(request, person)
    form = PortfolioForm(request.GET, SORT_WORDS)
    page = portfolio_page(person, form.asked())
    if not page.counted:
        ask_for_totals(user=request.user)
    return render(request, "actions/portfolio.html", {"page": page, "form": form})


@require_safe
def portfolio_file(request: PlanRequest, form: SheetFormat) -> HttpResponse:
    """The plans that the filters of the query string let through, as a file."""
    person = person_in_plans(request.user, today())
    asked = PortfolioForm(request.GET, SORT_WORDS).asked()
    return sheet_response(portfolio_sheet(person, asked), form, f"portfolio-{today()}")


def _remember_frame(request: HtmxHttpRequest, person: PersonInPlans) -> None:
    """The frame of a page of all plans: it names the first one, and has the brand of all of them.

    Plans of several areas have no brand together.
    """
    request.local_area = person.one_area  # type: ignore[attr-defined]
    request.plan = next(iter(person.plans.values()), None)  # type: ignore[attr-defined]


@require_safe
def statuses(request: PlanRequest) -> HttpResponse:
    """What the statuses and their counts mean. Open to all."""
    worst_first = [FIVE.by_code[code] for code in FIVE.worst_first]
    behind = [FIVE.by_code[code] for code in Group.BEHIND.statuses]
    context = {"statuses": worst_first, "behind": behind, "groups": Group, "scale": FIVE}
    return page_with_etag(request, render(request, "actions/statuses.html", context))


@require_safe
def overview(request: PlanRequest, slug: str) -> HttpResponse:
    """Progress of the plan, the worst first."""
    plan = plan_for(request, slug)
    context = {"overview": finished_overview(plan, today())}
    return render(request, "actions/overview/overview.html", context)


@require_safe
def overview_list(request: PlanRequest, slug: str, listed: OverviewList) -> HttpResponse:
    """One whole list of which the overview shows the first lines."""
    plan = plan_for(request, slug)
    context = {"heading": listed.heading, "list": finished_list(plan, listed, today())}
    return render(request, "actions/overview/list.html", context)


@require_safe
def about(request: PlanRequest, slug: str) -> HttpResponse:
    """The plan as a document: its background, findings and aims."""
    plan = plan_for(request, slug)
    context = {
        "about": plan_document(plan),
        "carried": carried_findings(plan, request.user),
        "may_manage": request.user.has_perm("actions.manage_plan", plan),
    }
    return render(request, "actions/about.html", context)


@require_safe
def glossary(request: PlanRequest, slug: str) -> HttpResponse:
    """The plan's abbreviations, and who holds its leading posts today."""
    plan = plan_for(request, slug)
    context = {
        "terms": plan.glossary.all(),
        "leads": key_posts(plan, today()),
        "day": today(),
    }
    return render(request, "actions/glossary.html", context)


@require_safe
def history(request: PlanRequest, slug: str) -> HttpResponse:
    """The history of the plan, newest first."""
    plan = plan_for(request, slug)
    page = history_page(plan.slug, request.GET.get("page"))
    sees_log = request.user.has_perm("actions.manage_plan", plan)
    return render(request, "actions/history.html", {"page": page, "sees_log": sees_log})
