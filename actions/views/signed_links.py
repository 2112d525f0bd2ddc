"""The link in an email: one action, answered without signing in; and a person's reminders."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django.views.defaults import page_not_found

from actions.forms.no_change import NoChangeForm
from actions.forms.reminders import PauseForm
from actions.forms.update import UpdateForm
from actions.models import SignedLink, StatusUpdate
from actions.presenters.signed_link import link_page, my_links
from actions.selectors.scope import PlanRequest, link_for, own_link_for
from actions.selectors.signed_links import LinkEnded
from actions.selectors.updates import current_update
from actions.services.locking import UpdateRefused
from actions.services.reminders import set_pause
from actions.services.signed_links import answer_by_link, revoke_link
from actions.services.updates import ChangeNotExplained, UpdateConflict
from actions.views.updates import seen_update
from wsoa.core.clock import today
from wsoa.core.rate_limit import too_many
from wsoa.web.middleware import HtmxHttpRequest
from wsoa.web.views import forbidden, typed_text

BAD_A_MINUTE = 30
LinkView = Callable[[HtmxHttpRequest, str], HttpResponse]


def by_link(view: LinkView) -> LinkView:
    """Sets the headers of every response below /u/, refusals too.

    Nothing keeps it, lists it, or tells its address on. A token that was tampered with is a page
    that is not there, and who tries many is put off; a true one is always let in, so that nobody
    can shut out the colleagues behind the same address.
    """

    @never_cache
    @wraps(view)
    def answer(request: HtmxHttpRequest, token: str) -> HttpResponse:
        response = _answer_or_refusal(view, request, token)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response

    return answer


def _answer_or_refusal(view: LinkView, request: HtmxHttpRequest, token: str) -> HttpResponse:
    try:
        return view(request, token)
    except Http404 as missing:
        return _missing(request, missing)
    except PermissionDenied as refused:
        return forbidden(request, refused)
    except LinkEnded as ended:
        context = {"words": str(ended), "typed": typed_text(request.POST)}
        return render(request, "actions/link_ended.html", context, status=410)


def _missing(request: HttpRequest, missing: Http404) -> HttpResponse:
    who = get_adapter().get_client_ip(request)
    if too_many("links", who, a_minute=BAD_A_MINUTE):
        return render(request, "429.html", status=429)
    return page_not_found(request, missing)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def signed_link(request: HtmxHttpRequest, token: str) -> HttpResponse:
    """The update of one action, for the person and the round of the link. GET writes nothing."""
    link = link_for(request, token)
    if request.method != "POST":
        last = current_update(link.action, link.period)
        return _show(request, link, UpdateForm(link.action, link.user, last, period=link.period))
    if "no_change" in request.POST:
        return _no_change(request, token, link)
    return _answer(request, token, link)


def _answer(request: HtmxHttpRequest, token: str, link: SignedLink) -> HttpResponse:
    form = UpdateForm(link.action, link.user, None, request.POST, period=link.period)
    theirs = None
    if form.is_valid():
        try:
            answer_by_link(link=link, words=form.content(), based_on=form.cleaned_data["based_on"])
        except UpdateConflict as conflict:
            theirs = form.rebase_on(conflict.theirs)
        except UpdateRefused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("signed-link", token)
    return _show(request, link, form, theirs=theirs)


def _no_change(request: HtmxHttpRequest, token: str, link: SignedLink) -> HttpResponse:
    asked = NoChangeForm.sent(link.action, request.POST)
    refusal = ""
    if not asked.is_bound or asked.is_valid():
        seen = seen_update(request)
        try:
            answer_by_link(link=link, words=None, based_on=seen, forecast=asked.month)
        except UpdateRefused as refused:
            if not isinstance(refused, ChangeNotExplained) or not refused.lacks_forecast_alone:
                refusal = str(refused)
        else:
            return redirect("signed-link", token)
    last = current_update(link.action, link.period)
    form = UpdateForm(link.action, link.user, last, period=link.period)
    return _show(request, link, form, refused=refusal, asked=None if refusal else asked)


def _show(
    request: HttpRequest,
    link: SignedLink,
    form: UpdateForm,
    *,
    theirs: StatusUpdate | None = None,
    refused: str = "",
    asked: NoChangeForm | None = None,
) -> HttpResponse:
    form.current = current_update(link.action, link.period)
    page = link_page(link, form.current, today())
    context = {"page": page, "form": form.with_hints(), "theirs": theirs, "refused": refused}
    context |= {"action": link.action, "forecast_form": asked}
    response = render(request, "actions/link.html", context)
    # With "no-referrer" a browser sends "Origin: null" along with the form, which is refused.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def my_reminders(request: PlanRequest) -> HttpResponse:
    """Settings of the person's reminders, and the signed links that still work."""
    sent = request.POST if request.method == "POST" else None
    form = PauseForm(sent, initial={"paused": request.user.digest_paused})
    if form.is_valid():
        set_pause(by=request.user, paused=form.cleaned_data["paused"])
        messages.success(request, form.done())
        return redirect("my-reminders")
    context = {"form": form, "links": my_links(request.user, today())}
    return render(request, "actions/my_reminders.html", context)


@require_POST
def end_link(request: PlanRequest, pk: int) -> HttpResponse:
    """Revokes one of the person's own links."""
    link = own_link_for(request, pk)
    revoke_link(by=request.user, link=link)
    messages.success(request, f"The link for {link.action.ref} has been turned off.")
    return redirect("my-reminders")
