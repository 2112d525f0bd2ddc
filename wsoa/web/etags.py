"""Pages that a browser keeps: an ETag of their content, and 304 where its copy is current."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response


def page_with_etag(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page with an ETag of its content; 304 if the reader's copy is current.

    The ETag is weak, because the page may be compressed in transit. It is of use where the page is
    the same each time: one with a form has another CSRF token each time.
    """
    tag = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response.headers["ETag"] = tag
    conditional = get_conditional_response(request, etag=tag, response=response)
    if not isinstance(conditional, HttpResponse):
        return response
    return conditional
