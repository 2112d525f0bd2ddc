"""People and posts of a local area, for its administrators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actions.forms.people import ConfirmForm, DeputyForm, HandOverForm, InviteForm, RolesForm
from actions.presenters import people as page
from actions.selectors.people import (
    PostStatus,
    access_of,
    passes_with_post,
    posts_of_area,
    waiting_holder,
)
from actions.selectors.scope import (
    PlanRequest,
    administered_area,
    deputy_for,
    invitation_for,
    person_for,
    post_for,
)
from actions.services import area_access, hand_over, invitations
from wsoa.accounts.models import Post
from wsoa.core.clock import today
from wsoa.core.forms.base import Form
from wsoa.web import resubmission

T = TypeVar("T")
STAYS = "What they wrote stays under their name."
FormView = require_http_methods(["GET", "HEAD", "POST"])


def sent(request: PlanRequest) -> QueryDict | None:
    """What the form was sent with; None where the page is only read."""
    return request.POST if request.method == "POST" else None


def kept_or_sent(request: PlanRequest) -> QueryDict | None:
    """What was sent, or what was kept of it while the sign-in had expired."""
    return request.POST if request.method == "POST" else resubmission.take(request)


def carried_out(form: Form, run: Callable[[], T], request: PlanRequest | None = None) -> T | None:
    """Calls the service for a valid form; adds its refusal to the form otherwise.

    With the request, only what was sent now counts, and not what was kept.
    """
    if not form.is_valid() or (request and request.method != "POST"):
        return None
    try:
        return run()
    except area_access.AccessRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return None


@require_safe
def people(request: PlanRequest, area: str) -> HttpResponse:
    """Who has access, posts that nobody holds, invitations that wait.

    `?hand-over=CODE` opens the form for a post under the row of its holder.
    """
    local_area = administered_area(request, area)
    context = {"page": page.people_page(local_area, today()), "local_area": local_area}
    code = request.GET.get("hand-over")
    if code:
        context |= _hand_over_context(request, post_for(request, area, code))
    return render(request, "actions/people/people.html", context)


@FormView
def invite(request: PlanRequest, area: str) -> HttpResponse:
    """The form to invite somebody; `?post=CODE` chooses a post that nobody holds who signs in."""
    local_area = administered_area(request, area)
    code = request.GET.get("post", "")
    posts = posts_of_area(local_area, today())
    waiting = waiting_holder(local_area, posts, code)
    initial = {} if waiting else _named_holder(posts, code)
    form = InviteForm(local_area, posts, request.user, kept_or_sent(request), initial=initial)
    invited = carried_out(
        form,
        lambda: invitations.invite(by=request.user, local_area=local_area, **form.choices_made()),
        request,
    )
    if invited:
        messages.success(request, _invited(invited, form.cleaned_data["name"]))
        return redirect("people", local_area.slug)
    context = {"form": form, "local_area": local_area, "code": code, "waiting": waiting}
    return render(request, "actions/people/invite.html", context)


def _named_holder(posts: list[PostStatus], code: str) -> dict[str, str]:
    """The post and the name of its holder, as the first content of the form."""
    status = next((status for status in posts if status.post.code == code), None)
    if status is None:
        return {}
    return {"post": code, "name": ", ".join(row.holder for row in status.holders)}


def _invited(invited: invitations.Invited, name: str = "") -> str:
    """What was sent and given; and that somebody who is known keeps the name that they have."""
    user = invited.user
    words = (
        f"Invitation sent to {user.email}. The link works once, for 14 days."
        if invited.token
        else f"{user.email} has access to the area already. They were given at once: "
        f"{invited.offer}. They were sent a message that says so."
    )
    if name and name != user.name:
        words += f" They keep the name that they have here: {user.name}, not {name}."
    return words


@require_POST
def invitation_again(request: PlanRequest, area: str, pk: int) -> HttpResponse:
    """Sends an invitation again, with a new link."""
    invitation = invitation_for(request, area, pk)
    invited = invitations.send_again(by=request.user, invitation=invitation)
    messages.success(request, _invited(invited) + " The earlier link has ended.")
    return redirect("people", area)


@require_POST
def invitation_withdraw(request: PlanRequest, area: str, pk: int) -> HttpResponse:
    """Withdraws an invitation with what it offered."""
    invitation = invitation_for(request, area, pk)
    form = ConfirmForm(request.POST)
    posts = carried_out(
        form,
        lambda: invitations.withdraw(by=request.user, invitation=invitation),
    )
    for problem in form.non_field_errors():
        messages.error(request, str(problem))
    if not form.errors:
        words = [f"The invitation of {invitation.user.email} was withdrawn."]
        words += [page.post_words(post, today()) for post in posts or ()]
        messages.success(request, " ".join(words))
    return redirect("people", area)


@FormView
def person(request: PlanRequest, area: str, pk: int) -> HttpResponse:
    """What one person has and had in the area, and the form of their roles."""
    local_area, user = person_for(request, area, pk)
    access = access_of(local_area, user, today())
    form = RolesForm(local_area, access, sent(request))

    def change() -> bool:
        area_access.change_roles(
            by=request.user, local_area=local_area, user=user, **form.choices_made()
        )
        return True

    if carried_out(form, change):
        messages.success(request, f"The roles of {user.email} were saved.")
        return redirect("person", local_area.slug, user.pk)
    shown = page.person_page(local_area, user, today())
    context = {"form": form, "page": shown, "local_area": local_area}
    return render(request, "actions/people/person.html", context)


@FormView
def end_access(request: PlanRequest, area: str, pk: int) -> HttpResponse:
    """Says what ends and what stays, and ends somebody's access at once."""
    local_area, user = person_for(request, area, pk)
    form = ConfirmForm(sent(request))

    def end() -> bool:
        area_access.end_access(by=request.user, local_area=local_area, user=user)
        return True

    if carried_out(form, end):
        messages.success(request, f"The access of {user.email} has ended. {STAYS}")
        if user == request.user:
            logout(request)  # the page that follows asks them to sign in
        return redirect("people", local_area.slug)
    shown = page.person_page(local_area, user, today())
    context = {"form": form, "page": shown, "local_area": local_area}
    return render(request, "actions/people/end_access.html", context)


@require_safe
def posts(request: PlanRequest, area: str) -> HttpResponse:
    """Every post of the area, and who held it."""
    local_area = administered_area(request, area)
    context = {"posts": page.post_list(local_area, today()), "local_area": local_area}
    return render(request, "actions/people/posts.html", context)


@FormView
def hand_over_post(request: PlanRequest, area: str, code: str) -> HttpResponse:
    """Hands a post over to somebody from a day on, or names its holder where it has none."""
    post = post_for(request, area, code)
    context = _hand_over_context(request, post, kept_or_sent(request))
    form = context["form"]
    done = carried_out(
        form,
        lambda: hand_over.hand_over(by=request.user, post=post, **form.choices_made()),
        request,
    )
    if done:
        messages.success(request, _handed_over(post, done))
        return redirect("people", post.local_area.slug)
    return render(request, "actions/people/hand_over.html", context)


def _hand_over_context(
    request: PlanRequest, post: Post, sent: QueryDict | None = None
) -> dict[str, Any]:
    """The form to hand a post over, with what it says of the post and what passes with it."""
    context = _of_post(post)
    holder = context["holder"]
    has_holder = bool(holder and holder.user)
    form = HandOverForm(request.user, sent, has_holder=has_holder)
    return context | {"form": form, "passes": passes_with_post(post, today())}


def _of_post(post: Post) -> dict[str, Any]:
    """What the pages of a post show."""
    holder = page.present_holder(post, today())
    return {
        "post": post,
        "holder": holder,
        "held_words": page.held_words(holder),
        "heading": "Hand over" if holder else "Name a holder of",
        "local_area": post.local_area,
    }


def _handed_over(post: Post, done: hand_over.HandedOver) -> str:
    words = f"{post.code} passes to {done.invited.user.email} on {done.holding.since:%-d %B %Y}."
    if done.invited.token:
        words += " They were sent an invitation."
    return words


@FormView
def name_deputy(request: PlanRequest, area: str, code: str) -> HttpResponse:
    """Names a deputy for a post, until a day."""
    post = post_for(request, area, code)
    form = DeputyForm(request.user, kept_or_sent(request))
    named = carried_out(
        form,
        lambda: hand_over.name_deputy(by=request.user, post=post, **form.chosen()),
        request,
    )
    if named:
        until = form.cleaned_data["until"]
        messages.success(
            request, f"{named.user.email} is deputy for {post.code} until {until:%-d %B %Y}."
        )
        return redirect("people", post.local_area.slug)
    context = _of_post(post) | {"form": form}
    return render(request, "actions/people/deputy.html", context)


@require_POST
def end_deputy(request: PlanRequest, area: str, pk: int) -> HttpResponse:
    """Ends the time of a deputy at once."""
    holding = deputy_for(request, area, pk)
    hand_over.end_deputy(by=request.user, holding=holding)
    messages.success(
        request, f"{holding.holder} is no longer deputy for {holding.post.code}, from now on."
    )
    return redirect("posts", area)
