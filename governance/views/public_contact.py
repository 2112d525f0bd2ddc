"""Forms for the public: a question, and email alerts. No account and no CAPTCHA.

If the hidden field is filled in, as programs do, the sender is thanked and nothing is saved.
"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from actions.models import Action, AreaOfWeakness, Plan
from governance.forms.public_question import FollowForm, QuestionForm
from governance.models import Follower
from governance.public import followers
from governance.public.questions import KEPT_AND_THEN, QuestionRefused, ask_in_public, or_write
from governance.public.scope import action_or_area
from governance.views.published import of_published_plan
from wsoa.core.rate_limit import too_many, too_many_today
from wsoa.web.etags import page_with_etag

SENT_A_MINUTE = 5
FORM = ["GET", "HEAD", "POST"]
TOO_MANY = "Too many forms were sent from your network. Wait a minute, then send it again"
TOO_MANY_TODAY = (
    "Your question was not sent. {each} questions have come from your internet connection today, "
    "and no more are taken from one in a day; people who share it count together. "
    + KEPT_AND_THEN
    + "{or_write}."
)
About = Action | AreaOfWeakness | None


@never_cache
@require_http_methods(FORM)
@of_published_plan
def ask(request: HttpRequest, plan: Plan) -> HttpResponseBase:
    """The form to ask the programme office about an action, an area or the plan."""
    about = _about(request, plan)
    form = QuestionForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        refusal = _sent(request, plan, about, form)
        if not refusal:
            return redirect("ask-in-public-sent", plan.slug)
        form.add_error(None, refusal)
        status = 429
    is_action = isinstance(about, Action)
    context = {"published": plan, "form": form, "about": about, "is_action": is_action}
    return render(request, "public/ask.html", context, status=status)


def _sent(request: HttpRequest, plan: Plan, about: About, form: QuestionForm) -> str:
    """Send the question; returns why it was not sent, or an empty text."""
    if _too_many(request, "ask"):
        return TOO_MANY
    each = settings.PUBLIC_QUESTIONS_A_DAY_EACH
    if too_many_today("ask", get_adapter().get_client_ip(request), a_day=each):
        return TOO_MANY_TODAY.format(each=each, or_write=or_write())
    if form.is_by_a_program:
        return ""
    try:
        words, email = form.cleaned_data["words"], form.cleaned_data["email"]
        ask_in_public(plan=plan, words=words, email=email, about=about)
    except QuestionRefused as refused:
        return str(refused)
    return ""


def _about(request: HttpRequest, plan: Plan) -> About:
    """The action or area that the address names; an invalid reference means the plan."""
    return action_or_area(plan, _ref(request, "action"), _ref(request, "area"))


def _ref(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "")[:20]


@require_safe
@of_published_plan
def asked(request: HttpRequest, plan: Plan) -> HttpResponseBase:
    """Confirms that the question has arrived."""
    return page_with_etag(request, render(request, "public/asked.html", {"published": plan}))


@never_cache
@require_http_methods(FORM)
@of_published_plan
def follow(request: HttpRequest, plan: Plan) -> HttpResponseBase:
    """The form to subscribe to email alerts. The response is the same for every address."""
    first = {"area": _ref(request, "area")}
    form = FollowForm(plan, request.POST if request.method == "POST" else None, initial=first)
    status = 200
    if form.is_valid():
        if not _too_many(request, "follow"):
            if not form.is_by_a_program:
                email = form.cleaned_data["email"]
                followers.follow(plan=plan, area=form.chosen_area(), email=email)
            return redirect("follow-sent", plan.slug)
        form.add_error(None, TOO_MANY)
        status = 429
    return render(request, "public/follow.html", {"published": plan, "form": form}, status=status)


@require_safe
@of_published_plan
def follow_sent(request: HttpRequest, plan: Plan) -> HttpResponseBase:
    """Explains what happens next, whether or not the address is known."""
    shown = render(request, "public/follow_sent.html", {"published": plan})
    return page_with_etag(request, shown)


def _private(response: HttpResponse) -> HttpResponse:
    """The response with headers against caching, indexing and referrers: its address is secret."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


# Whoever has the link may do what it says, and nobody else can know it: no other token is needed,
# and a mail program that ends it in one press has none (RFC 8058). The plan's name in the address
# is not looked at, so that the link of an old email works after the plan was renamed.


@csrf_exempt
@never_cache
@require_http_methods(FORM)
def confirm(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The link in the first email. A GET changes nothing, because mail programs open links too."""
    done = request.method == "POST" and followers.confirm(token=token)
    return _of_link(request, token, "public/confirm.html", done=done)


@csrf_exempt
@never_cache
@require_http_methods(FORM)
def unfollow(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The unsubscribe link in every email, and the one-click button of mail programs."""
    if request.method == "POST":
        followers.unfollow(token=token)
        return _private(render(request, "public/unfollowed.html"))
    return _of_link(request, token, "public/unfollow.html", done=False)


def _of_link(request: HttpRequest, token: str, template: str, *, done: bool) -> HttpResponse:
    follower: Follower | None = followers.find(token)
    if follower is None:
        if _too_many(request, "follow-link", 30):
            return _private(render(request, "429.html", status=429))
        return _private(render(request, "public/link_over.html", status=404))
    context = {"follower": follower, "published": follower.plan, "done": done}
    return _private(render(request, template, context))


def _too_many(request: HttpRequest, what: str, a_minute: int = SENT_A_MINUTE) -> bool:
    who = get_adapter().get_client_ip(request)
    return too_many(what, who, a_minute=a_minute)
