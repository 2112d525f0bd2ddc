"""The data feed: its tables, for programs with a token; its description, for everybody."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from actions.domain.feed import FeedQuery
from actions.extension_points import FeedScope, FeedTable
from actions.forms.feed import FeedQueryRefused, read_feed_query
from actions.models import FeedToken
from actions.presenters.feed import FeedFormat, etag_of, feed_csv, feed_json
from actions.presenters.feed_page import feed_page
from actions.presenters.feed_schema import feed_schema
from actions.selectors.feed import feed_rows, feed_table, feed_token_of, plans_of_feed
from actions.services.feed_tokens import note_feed_token_used
from wsoa.core.clock import today
from wsoa.core.rate_limit import seconds_to_next_minute, too_many

BAD_TOKENS_A_MINUTE = 30
NO_TOKEN = "Send a token of this feed that works, in the Authorization header."  # noqa: S105
NOWHERE = (
    "There is nothing at this address. A table has an address that ends in .csv or .json, such as "
    "/feed/figures.csv. The page /feed/ lists the tables."
)
TOO_OFTEN = "Too many requests in this minute. Wait, then send it again."
CHALLENGE = 'Basic realm="Data feed", charset="UTF-8"'  # by which Excel asks for a password
FeedView = Callable[[HttpRequest, FeedToken, str, FeedFormat], HttpResponseBase]


class FeedRefused(Exception):
    """The request gets no rows: the status, the words, and further headers of the answer."""

    def __init__(self, status: int, words: str, **headers: str) -> None:
        super().__init__(words)
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def response(self) -> JsonResponse:
        return JsonResponse({"error": str(self)}, status=self.status, headers=self.headers)


def by_token(view: FeedView) -> Callable[[HttpRequest, str, FeedFormat], HttpResponseBase]:
    """Answers whoever brings a token that works, and anybody else with 401 in the same words.

    Requests are counted for each token, and bad tokens for each address; a true token is always
    let in, so that nobody can shut out the programs behind the same address.
    """

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, name: str, form: FeedFormat) -> HttpResponseBase:
        try:
            response = view(request, _admitted(request), name, form)
        except FeedRefused as refused:
            response = refused.response()
        patch_vary_headers(response, ["Authorization", "Accept-Encoding"])
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return answer


def _admitted(request: HttpRequest) -> FeedToken:
    token = feed_token_of(request, today())
    if token is None:
        who = get_adapter().get_client_ip(request)
        _require_few(too_many("feed-refused", who, a_minute=BAD_TOKENS_A_MINUTE))
        raise FeedRefused(401, NO_TOKEN, WWW_Authenticate=CHALLENGE)
    a_minute = settings.FEED_REQUESTS_A_MINUTE
    _require_few(too_many("feed", token.token_sha256[:16], a_minute=a_minute))
    note_feed_token_used(token=token)
    return token


def _require_few(is_too_many: bool) -> None:
    if is_too_many:
        raise FeedRefused(429, TOO_OFTEN, Retry_After=str(seconds_to_next_minute()))


@by_token
def table(request: HttpRequest, token: FeedToken, name: str, form: FeedFormat) -> HttpResponseBase:
    """The rows of a table of the token's local area; 304 where they are what the caller has."""
    found = feed_table(name)
    if found is None:
        raise FeedRefused(404, "There is no table of this name.")
    try:
        query = read_feed_query(request.GET, found, pages=form is FeedFormat.JSON)
    except FeedQueryRefused as refused:
        raise FeedRefused(400, str(refused)) from refused
    body = _body(request, token, found, query, form)
    etag = etag_of(body)
    response = HttpResponse(body, content_type=form.media_type, headers={"ETag": etag})
    if form is FeedFormat.CSV:
        response.headers["Content-Disposition"] = f'attachment; filename="{found.name}.csv"'
    return get_conditional_response(request, etag=etag, response=response) or response


def _body(
    request: HttpRequest, token: FeedToken, found: FeedTable, query: FeedQuery, form: FeedFormat
) -> bytes:
    plans = plans_of_feed(token.local_area, query.plan)
    if query.plan and not plans:
        raise FeedRefused(404, "Your local area has no plan of this name.")
    limits = (query.period, query.since, query.changed_since)
    rows = feed_rows(found, FeedScope(token.local_area, plans, today(), *limits))
    if form is FeedFormat.CSV:
        return feed_csv(found, rows)
    return feed_json(found, rows, query, request.build_absolute_uri(request.path))


@require_safe
def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """An address below the feed that leads nowhere, such as figures.xml: 404, in words."""
    return FeedRefused(404, NOWHERE).response()


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The description of the feed for programs. It is the same for everybody."""
    address = request.build_absolute_uri(reverse("feed"))
    response = JsonResponse(feed_schema(address), json_dumps_params={"ensure_ascii": False})
    return get_conditional_response(request, etag=etag_of(response.content), response=response) or (
        response
    )


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """The description of the feed for people: how to connect, and every column."""
    address = request.build_absolute_uri(reverse("feed"))
    return render(request, "actions/feed/feed.html", {"page": feed_page(address, request.user)})
