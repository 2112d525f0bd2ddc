"""Public pages: publications, the history of an action, the feed. No cookie and no sign-in.

Signed-in people see the same as everybody else, because shared caches may store these pages.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from actions.models import Plan
from governance.presenters import published_feed
from governance.presenters import published_plan as presenters
from governance.public import index, static_server
from governance.public.scope import (
    PlanRenamed,
    brand_of_published,
    publications_of,
    published_plan,
    published_plans,
)
from wsoa.web.brand_files import logo_response, style_response
from wsoa.web.etags import page_with_etag

P = ParamSpec("P")
PlanView = Callable[Concatenate[HttpRequest, Plan, P], HttpResponseBase]


class PermanentRedirect(HttpResponseRedirect):
    """A permanent redirect that keeps the method, so that a form sent to an old address arrives."""

    status_code = 308


def of_published_plan(view: PlanView[P]) -> Callable[..., HttpResponseBase]:
    """Gives a view the published plan. A former address redirects to the current one."""

    @wraps(view)
    def answer(
        request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        request.user = AnonymousUser()
        try:
            plan = published_plan(slug)
        except PlanRenamed as renamed:
            path = request.get_full_path().replace(f"/{slug}/", f"/{renamed.slug}/", 1)
            return kept_a_minute(PermanentRedirect(path))
        vars(request)["published_plan"] = plan  # whose area's brand the header shows
        return view(request, plan, *args, **kwargs)

    return answer


def kept_a_minute(response: HttpResponse) -> HttpResponse:
    """The response, cacheable for a minute by any cache, as publications are."""
    patch_cache_control(response, public=True, max_age=60)
    return response


def page_of_a_minute(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A page with an ETag that any cache may keep for a minute."""
    return page_with_etag(request, kept_a_minute(response))


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """The plans on this site with a publication."""
    request.user = AnonymousUser()
    context = {"plans": presenters.plans_page(published_plans())}
    return page_of_a_minute(request, render(request, "public/plans.html", context))


@require_safe
@of_published_plan
def plan(request: HttpRequest, plan: Plan) -> HttpResponse:
    """A plan's publications, latest first."""
    quarters = presenters.publications(publications_of(plan))
    latest = next((publication for publication in quarters if not publication.withdrawn), None)
    context = {"published": plan, "publications": quarters, "latest": latest}
    return page_of_a_minute(request, render(request, "public/plan.html", context))


@require_safe
@of_published_plan
def action(request: HttpRequest, plan: Plan, ref: str) -> HttpResponse:
    """The published history of one action."""
    story = presenters.action_story(plan, publications_of(plan), ref)
    if story is None:
        raise Http404
    context = {"published": plan, "story": story}
    return page_of_a_minute(request, render(request, "public/action.html", context))


@require_safe
@of_published_plan
def atom(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The feed; 304 if the reader's copy is current."""
    content = published_feed.feed_of(plan, publications_of(plan))
    tag = published_feed.etag(content)
    if tag in request.headers.get("If-None-Match", ""):
        response = HttpResponse(status=304)
        del response.headers["Content-Type"]
    else:
        response = HttpResponse(content, content_type=published_feed.CONTENT_TYPE)
    response.headers["ETag"] = tag
    return kept_a_minute(response)


@require_safe
@of_published_plan
def brand_style(request: HttpRequest, plan: Plan, key: str) -> HttpResponse:
    """The style sheet of a brand that the plan's local area has or had."""
    return style_response(brand_of_published(plan, key), public=True)


@require_safe
@of_published_plan
def brand_logo(request: HttpRequest, plan: Plan, key: str) -> HttpResponse:
    """The logo of a brand that the plan's local area has or had."""
    return logo_response(brand_of_published(plan, key), public=True)


@require_safe
@of_published_plan
def file(request: HttpRequest, plan: Plan, rest: str) -> HttpResponse:
    """A file of a publication that the layer before Django did not have.

    Served from the database by the same rules, so that the response is the same.
    """
    key = rest.partition("/")[0].partition(".")[0]
    files = index.files_on_show(plan.pk, key)
    path = f"{static_server.PREFIX}{plan.slug}/{rest}"
    if path in files:
        return _sent(request, plan, files[path])
    if f"{path}/" in files:
        return kept_a_minute(PermanentRedirect(f"{request.path}/"))
    versions = [paper for paper in publications_of(plan) if paper.key == key]
    gone = presenters.withdrawal_notice(versions, rest)
    if gone is None:
        raise Http404
    context = {"published": plan, "gone": gone}
    return kept_a_minute(render(request, "public/withdrawn.html", context, status=410))


def _sent(request: HttpRequest, plan: Plan, on_show: index.ShownFile) -> HttpResponse:
    """The file, or why it is not served: its hash is not that of what was published."""
    found = index.answer(on_show, static_server.FileRequest.by(request.META))
    if found is None:
        context = {"published": plan, "sha256": on_show.finished.sha256}
        return render(request, "public/damaged.html", context, status=503)
    answer, content = found
    response = HttpResponse(content, status=200 if answer.complete else 304)
    del response.headers["Content-Type"]
    for name, value in answer.headers:
        response.headers[name] = value
    response.is_finished = True  # type: ignore[attr-defined]
    return response


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return page_with_etag(request, render(request, "public/accessibility.html"))


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Which personal data is stored, why, and for how long."""
    return page_with_etag(request, render(request, "public/privacy.html"))
