"""How figures are judged."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from indicators.domain.enums import Judgement
from wsoa.web.etags import page_with_etag


@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """How figures are judged: each method with its source and its limits. Open to all."""
    context = {"judgements": list(Judgement)}
    return page_with_etag(request, render(request, "indicators/methods.html", context))
