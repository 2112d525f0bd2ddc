"""Chasing: the programme manager reminds the holders of a post of what is not answered."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from actions.models import Chase, Plan, ReportingPeriod
from actions.selectors.response_progress import posts_to_chase
from actions.services.locking import lock_and_bump_plan
from wsoa.accounts.models import Post, PostHolding, User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now, today
from wsoa.runtime.broker import enqueue

TASK = "actions.tasks.send_chase"


class ChaseRefused(Exception):
    """Nobody was reminded. The message is for the programme manager."""


def chase_every_post(*, by: User, plan: Plan) -> list[Chase]:
    """Reminds the holders of every post with an action to answer.

    Raises ChaseRefused where no period is open or nothing is left to answer, and as `chase` does.
    """
    period, posts = _asked(plan)
    if not posts:
        raise ChaseRefused("Nobody was chased, because every action has a response.")
    return chase(by=by, period=period, posts=posts)


def chase_post(*, by: User, plan: Plan, code: str) -> list[Chase]:
    """Reminds the holders of the post of this code.

    Raises ChaseRefused where no period is open, the area has no such post or the post has nothing
    left to answer, and as `chase` does.
    """
    period, posts = _asked(plan)
    if not Post.objects.of(plan.local_area_id).of_codes([code]).exists():
        raise ChaseRefused(
            "Nobody was chased, because no post was selected. Use the button beside a post, or "
            "the one that chases every post with no response."
        )
    asked = [post for post in posts if post.code == code]
    if not asked:
        raise ChaseRefused("Nobody was chased, because no action of that post needs a response.")
    return chase(by=by, period=period, posts=asked)


def _asked(plan: Plan) -> tuple[ReportingPeriod, list[Post]]:
    period, posts = posts_to_chase(plan, today())
    if period is None:
        raise ChaseRefused("No reporting round is open, so there is nobody to chase.")
    return period, posts


@transaction.atomic
def chase(*, by: User, period: ReportingPeriod, posts: Sequence[Post]) -> list[Chase]:
    """Reminds the holders of these posts today; each post at most once a day in a period.

    Writes a row for each post, audited; the emails go once the transaction is through. A broker
    that is away stops nothing.

    Raises ChaseRefused where the period takes no updates, every post was chased today already,
    or nobody who could get an email holds any of them.
    """
    # Of two presses of the same button the second waits here, and then finds the first one's.
    lock_and_bump_plan(period.plan_id)
    if not ReportingPeriod.objects.open_on(today()).filter(pk=period.pk).exists():
        raise ChaseRefused(f"{period.label} is not open for updates, so there is nobody to chase.")
    reachable = reachable_posts(posts)
    if not reachable:
        raise ChaseRefused(
            "Nobody was chased, because nobody who can sign in holds that post at present."
        )
    already = set(chased_today(period))
    waiting = [post for post in reachable if post.pk not in already]
    if not waiting:
        raise ChaseRefused("Already chased today. A person is chased at most once a day.")
    return [_chase(by, period, post) for post in waiting]


def reachable_posts(posts: Sequence[Post]) -> list[Post]:
    """Those of the posts that somebody who can sign in holds today, or stands in for."""
    held = PostHolding.objects.given_on(today()).filter(post__in=posts, user__is_active=True)
    found = set(held.values_list("post", flat=True))
    return [post for post in posts if post.pk in found]


def chased_today(period: ReportingPeriod) -> list[int]:
    """The posts that were chased today for this period."""
    chases = Chase.objects.filter(period=period, at__date=today())
    return list(chases.values_list("post", flat=True))


def _chase(by: User, period: ReportingPeriod, post: Post) -> Chase:
    made = Chase.objects.create(period=period, post=post, by=by, at=now())
    record_audit(
        by=by,
        verb="chase",
        plan=period.plan,
        subject=f"post {post.code}",
        summary=f"Chased {post.display_name} for {period.first_day:%B %Y}",
        detail={"chase": made.pk, "period": period.key},
    )
    transaction.on_commit(lambda: enqueue(TASK, [made.pk]))
    return made
