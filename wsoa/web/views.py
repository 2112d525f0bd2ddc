"""Shared views: health, favicon, and the pages for refused requests."""

import logging
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from wsoa.runtime.broker import broker_answers
from wsoa.web import resubmission
from wsoa.web.middleware import HtmxHttpRequest, page_in_browser

logger = logging.getLogger(__name__)
ICON: Final = ("static", "images", "icon.svg")


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """The health check: 200 if database and broker respond, else 503 with the failed one."""
    answers = {"database": _database_answers(), "broker": broker_answers()}
    return JsonResponse(answers, status=200 if all(answers.values()) else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


@require_safe
@cache_control(public=True, max_age=24 * 60 * 60)
def favicon(request: HttpRequest) -> HttpResponse:
    """The icon for pages that name none, such as publications.

    Without this address, the browser's request would lead to the sign-in page, which sets a cookie.
    """
    icon = settings.BASE_DIR.joinpath(*ICON).read_bytes()
    return HttpResponse(icon, content_type="image/svg+xml")


def csrf_failure(request: HtmxHttpRequest, reason: str = "") -> HttpResponse:
    """The response to a form with an old token, opened before the last sign-in.

    A form that can be restored is shown again with its input. For any other form, the input is
    shown so that it can be copied.
    """
    if resubmission.keep(request):
        messages.warning(
            request,
            ("You have signed in again. What you typed is here. Check it and send it again."),
        )
        if request.htmx:
            return HttpResponseClientRedirect(request.get_full_path())
        return redirect(request.get_full_path())
    context = {"typed": typed_text(request.POST), "back": page_in_browser(request)}
    return render(request, "refused_form.html", context, status=403)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for a missing permission: the reason, and the submitted text."""
    logger.warning(
        "403 for person %s: %s %s", request.user.pk or "unknown", request.method, request.path
    )
    words = str(exception) or "You do not have permission to change this."
    context = {"words": words, "typed": typed_text(request.POST or resubmission.take(request))}
    return render(request, "403.html", context, status=403)


def typed_text(sent: QueryDict | None) -> list[tuple[str, str]]:
    """The submitted texts by field name, without passwords."""
    return [
        (name.replace("_", " ").capitalize(), value)
        for name, value in (sent or {}).items()
        if isinstance(value, str) and len(value.split()) > 1 and "password" not in name
    ]
