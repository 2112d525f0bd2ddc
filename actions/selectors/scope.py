"""Scoped get-or-404: the object of a view, for a person who may see it. Unknown to them: 404."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from actions.models import (
    Action,
    CalendarLink,
    Draft,
    Evidence,
    FeedToken,
    Measure,
    Membership,
    Plan,
    ReportingPeriod,
    SignedLink,
    StatusUpdate,
)
from actions.selectors.action_leads import with_leads
from actions.selectors.seen_plan import led_plan
from actions.selectors.signed_links import read_token, require_valid
from actions.selectors.updates import drafts_beside
from wsoa.accounts.adapter import may_sign_in_here
from wsoa.accounts.models import (
    AreaBrand,
    AreaRole,
    Invitation,
    LocalArea,
    Post,
    PostHolding,
    User,
)
from wsoa.core.clock import today
from wsoa.core.compiled_queries import compiled_once
from wsoa.web.middleware import HtmxHttpRequest

NOT_ADMINISTRATOR = "Only an administrator of your local area can see and change who has access."
_OTHERS = "you are signed in as somebody else. Sign out and open it again, or use My updates."


class PlanRequest(HtmxHttpRequest):
    """A request by somebody signed in; its plan and local area are what the page frame reads."""

    user: User
    plan: Plan
    local_area: LocalArea


def plan_for(request: PlanRequest, slug: str) -> Plan:
    """The plan, where this person may see it; Http404 otherwise."""
    plan = next(iter(_plans_at(slug)), None)
    if plan is None or not request.user.has_perm("actions.see_plan", plan):
        raise Http404
    request.plan, request.local_area = plan, plan.local_area
    return plan


@compiled_once
def _plans_at(slug: str) -> QuerySet[Plan]:
    return Plan.objects.with_area().filter(slug=slug)


def area_for(request: PlanRequest, slug: str) -> LocalArea:
    """The local area, where this person belongs to it; Http404 otherwise."""
    local_area = LocalArea.objects.with_brand().filter(slug=slug).first()
    if local_area is None or not request.user.has_perm("actions.see_area", local_area):
        raise Http404
    mine = Plan.objects.with_area().in_area(local_area).seen_by(request.user, today())
    vars(request)["plan"] = mine.first()  # the header and menu are those of the area's plan
    request.local_area = local_area
    return local_area


def administered_area(request: PlanRequest, slug: str, words: str = NOT_ADMINISTRATOR) -> LocalArea:
    """The local area, where this person administers it.

    Raises Http404 for an area that they do not belong to, PermissionDenied for their own, with the
    words that say who may.
    """
    local_area = area_for(request, slug)
    require_permission(request, "actions.administer_area", local_area, words)
    return local_area


def brand_for(request: PlanRequest, slug: str, key: str) -> AreaBrand:
    """A brand that an area has or had, for people who belong to it; Http404 otherwise."""
    return get_object_or_404(AreaBrand.objects.of(area_for(request, slug)), key=key)


def post_for(request: PlanRequest, slug: str, code: str) -> Post:
    """A post of an area that this person administers; Http404 where it has none of that code."""
    local_area = administered_area(request, slug)
    posts = Post.objects.of(local_area).select_related("organisation")
    post = get_object_or_404(posts, code=code)
    post.local_area = local_area
    return post


def person_for(request: PlanRequest, slug: str, pk: int) -> tuple[LocalArea, User]:
    """An area that this person administers, and somebody who has or had access to it.

    Raises Http404 for everybody else, so that people of other areas stay unknown.
    """
    local_area = administered_area(request, slug)
    user = get_object_or_404(User, pk=pk)
    known = (
        Membership.objects.in_local_area(local_area),
        PostHolding.objects.of(local_area),
        AreaRole.objects.of(local_area),
    )
    if not any(rows.filter(user=user).exists() for rows in known):
        raise Http404
    return local_area, user


def invitation_for(request: PlanRequest, slug: str, pk: int) -> Invitation:
    """An invitation to an area that this person administers, not accepted or withdrawn yet."""
    local_area = administered_area(request, slug)
    waiting = Invitation.objects.waiting().filter(local_area=local_area)
    return get_object_or_404(waiting.select_related("user", "local_area"), pk=pk)


def deputy_for(request: PlanRequest, slug: str, pk: int) -> PostHolding:
    """A deputy's term that is not over, in an area that this person administers."""
    local_area = administered_area(request, slug)
    deputies = PostHolding.objects.of(local_area).not_over(today()).filter(deputy=True)
    return get_object_or_404(deputies.select_related("post__local_area", "user"), pk=pk)


def action_for(request: PlanRequest, slug: str, ref: str) -> Action:
    """One action of a plan that this person may see, with its leads; Http404 otherwise."""
    plan = plan_for(request, slug)
    action = next(iter(_actions_at(plan.pk, ref)), None)
    if action is None:
        raise Http404
    action.plan = plan
    return with_leads([action])[0]


@compiled_once
def _actions_at(plan: int, ref: str) -> QuerySet[Action]:
    return Action.with_ended.of_plans([plan]).filter(ref=ref).with_place()


def period_for(request: PlanRequest, slug: str, key: str) -> ReportingPeriod:
    """One period of a plan that this person may see; Http404 otherwise."""
    plan = plan_for(request, slug)
    period = get_object_or_404(plan.periods, key=key)
    period.plan = plan
    return period


def measure_for(request: PlanRequest, slug: str, ref: str, pk: int) -> Measure:
    """One measure of an action of a plan that this person may see; Http404 otherwise."""
    action = action_for(request, slug, ref)
    measure = get_object_or_404(action.measures, pk=pk)
    measure.action = action
    return measure


def update_for(request: PlanRequest, slug: str, ref: str, pk: int) -> StatusUpdate:
    """An update of that action, also one that was taken back; Http404 otherwise."""
    action = action_for(request, slug, ref)
    updates = StatusUpdate.with_taken_back.about([action]).with_people().with_verdicts()
    update = get_object_or_404(updates, pk=pk)
    update.action = action
    return update


def draft_beside_for(request: PlanRequest, action: Action, pk: int | None) -> Draft:
    """A draft that stands beside the form of this person; Http404 otherwise."""
    beside = drafts_beside(request.user, action)
    found = next((draft for draft in beside if draft.pk == pk), None)
    if found is None:
        raise Http404
    found.action = action
    return found


def evidence_for(request: PlanRequest, slug: str, ref: str, pk: int) -> Evidence:
    """Evidence of that action that was not withdrawn; Http404 otherwise."""
    action = action_for(request, slug, ref)
    evidence = get_object_or_404(action.evidence_items.shown(), pk=pk)
    evidence.action = action
    return evidence


def link_for(request: HtmxHttpRequest, token: str) -> SignedLink:
    """The valid signed link of a token, with its action, period and person.

    Raises Http404 for an unknown token, and for the demo people away from this computer;
    LinkEnded for a link that has ended; PermissionDenied where somebody else is signed in.
    """
    pk = read_token(token)
    links = SignedLink.objects.with_what_they_open()
    link = links.filter(pk=pk).first() if pk else None
    if link is None or not may_sign_in_here(link.user, request):
        raise Http404
    if request.user.is_authenticated and request.user.pk != link.user_id:
        raise PermissionDenied("This link is for another person: " + _OTHERS)
    link.action = Action.with_ended.with_place().with_leads().get(pk=link.action_id)
    link.action.plan = link.period.plan
    require_valid(link, today())
    return link


def calendar_link_for(request: HttpRequest, token: str) -> CalendarLink:
    """The calendar address of a token, with its person. Raises Http404 where it is unknown or was
    turned off, and for the demo people away from this computer.
    """
    link = CalendarLink.objects.active().filter(token_sha256=CalendarLink.hash_of(token)).first()
    if link is None or not may_sign_in_here(link.user, request):
        raise Http404
    return link


def feed_token_for(request: PlanRequest, slug: str, pk: int, words: str) -> FeedToken:
    """A token of the data feed of an area that this person administers; Http404 otherwise."""
    local_area = administered_area(request, slug, words)
    token = get_object_or_404(FeedToken.objects.of(local_area).with_people(), pk=pk)
    token.local_area = local_area
    return token


def own_link_for(request: PlanRequest, pk: int) -> SignedLink:
    """A link of the person who asks; Http404 otherwise."""
    mine = SignedLink.objects.with_what_they_open().filter(user=request.user)
    return get_object_or_404(mine, pk=pk)


def require_permission(request: PlanRequest, permission: str, thing: Model, words: str) -> None:
    """Raises PermissionDenied with these words unless the person has the permission."""
    if not request.user.has_perm(permission, thing):
        raise PermissionDenied(words)


def plan_led_by(request: PlanRequest) -> Plan:
    """The plan of which this person leads actions today; Http404 where there is none.

    Who leads in several plans chooses by `?plan=slug`.
    """
    plan = led_plan(request.user, today(), request.GET.get("plan", ""))
    if plan is None:
        raise Http404
    request.plan, request.local_area = plan, plan.local_area
    return plan
