"""Gives every plan, organisation and post the local area that it belongs to.

It stands in the uppermost app, which may know the rows of all, and runs before `local_area` is
required.

- There is a local area for each name that a plan gives; its slug is made from the name.
- An organisation or a post belongs to the area whose plans use it. A plan uses the posts that lead
  its actions, are responsible for its areas, own its indicators, or were spoken for or chased in
  it; the organisations of those, and those that lead, are responsible or sign. A post that no plan
  uses goes where its organisation goes.
- What several areas use stays one row in the first of them, by the age of their plans, and is
  copied for each of the others, whose references then lead to the copy.
- What nobody uses goes to the only area, or else to the first. Where there are posts and no plan,
  an area is made for them.
- A holding stays on its row, so that nobody loses a post. It is copied to another area's copy of
  the post where the holder is an account with a ground in that area: a membership in one of its
  plans, an invitation to one in the audit log, or anything written in one. No account gets into
  an area whose plans it has never been given or used. Names without an account are not copied: the
  next load of the area's plan names its own holders.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db import migrations
from django.db.models import F
from django.utils.text import slugify

from actions.migrations._audit_log import events_of

# Model, column, and the way from its row to the plan that uses what the column names.
USES_OF_POSTS = (
    ("actions.ActionLead", "post", "action__plan"),
    ("actions.Responsibility", "post", "area__plan"),
    ("actions.StatusUpdate", "post", "action__plan"),
    ("actions.DateChange", "post", "action__plan"),
    ("actions.Chase", "post", "period__plan"),
    ("indicators.Indicator", "owner", "plan"),
)
USES_OF_ORGANISATIONS = (
    ("actions.ActionLead", "organisation", "action__plan"),
    ("actions.Responsibility", "organisation", "area__plan"),
)
# The grounds on which an account has to do with a plan.
GROUNDS = (
    ("actions.Membership", "user", "plan"),
    ("actions.StatusUpdate", "by", "action__plan"),
    ("actions.Verdict", "by", "update__action__plan"),
    ("actions.Draft", "user", "action__plan"),
    ("actions.DateChange", "asked_by", "action__plan"),
    ("actions.DateChange", "decided_by", "action__plan"),
    ("actions.Evidence", "by", "action__plan"),
    ("actions.Judgement", "by", "measure__action__plan"),
    ("actions.AreaCommentary", "by", "area__plan"),
    ("actions.ProgrammeCommentary", "by", "period__plan"),
    ("actions.PeriodEvent", "by", "period__plan"),
    ("actions.Chase", "by", "period__plan"),
    ("indicators.Measurement", "by", "series__indicator__plan"),
    ("indicators.Answer", "by", "plan"),
    ("indicators.ImportPreview", "by", "plan"),
    ("governance.Paper", "made_by", "plan"),
    ("governance.Paper", "out_by", "plan"),
    ("governance.Paper", "withdrawn_by", "plan"),
    ("governance.Signature", "by", "paper__plan"),
    ("governance.Accepted", "by", "paper__plan"),
    ("governance.Clearance", "by", "update__action__plan"),
    ("governance.Remark", "by", "paper__plan"),
    ("governance.BoardQuestion", "by", "paper__plan"),
    ("governance.BoardQuestion", "answered_by", "paper__plan"),
    ("governance.PublicQuestion", "answered_by", "plan"),
    ("governance.Report", "requested_by", "plan"),
)

Uses = dict[int, set[int]]  # areas by what they use


def move(apps: Any, schema_editor: object) -> None:
    area_of = make_areas(apps)
    in_order = list(dict.fromkeys(area_of.values()))
    posts = {post.pk: post for post in apps.get_model("accounts", "Post").objects.order_by("pk")}
    organisations = apps.get_model("accounts", "Organisation").objects.order_by("pk")
    if not in_order and (posts or organisations.exists()):
        made = apps.get_model("accounts", "LocalArea").objects.create(
            slug="local-area", name="Local area"
        )
        in_order = [made.pk]
    used_posts = uses(apps, USES_OF_POSTS, area_of)
    used = uses(apps, USES_OF_ORGANISATIONS, area_of)
    for pk, areas in signatories(apps, area_of).items():
        used.setdefault(pk, set()).update(areas)
    for pk, areas in used_posts.items():
        used.setdefault(posts[pk].organisation_id, set()).update(areas)
    for post in posts.values():
        if post.pk not in used_posts:
            used_posts[post.pk] = used.get(post.organisation_id, set(in_order[:1]))
    of_area = settle(organisations, used, in_order, {})
    repoint(apps, USES_OF_ORGANISATIONS, of_area, area_of)
    post_of_area = settle(posts.values(), used_posts, in_order, of_area)
    repoint(apps, USES_OF_POSTS, post_of_area, area_of)
    copy_holdings(apps, post_of_area, area_of)


def make_areas(apps: Any) -> dict[int, int]:
    """The area of each plan, the oldest first."""
    model = apps.get_model("accounts", "LocalArea")
    plans = apps.get_model("actions", "Plan").objects.order_by("pk")
    areas: dict[str, Any] = {}
    slugs: Counter[str] = Counter()
    for name in plans.values_list("local_area_name", flat=True):
        if name in areas:
            continue
        slug = slugify(name) or "local-area"
        slugs[slug] += 1
        ending = f"-{slugs[slug]}" if slugs[slug] > 1 else ""
        areas[name] = model.objects.create(slug=f"{slug[:90]}{ending}", name=name)
        plans.filter(local_area_name=name).update(local_area=areas[name])
    return dict(plans.values_list("pk", "local_area"))


def uses(apps: Any, places: tuple[tuple[str, str, str], ...], area_of: dict[int, int]) -> Uses:
    found: Uses = {}
    for model, column, plan in places:
        rows = apps.get_model(model).objects.exclude(**{column: None})
        for pk, of_plan in rows.values_list(column, plan).order_by().distinct():
            found.setdefault(pk, set()).add(area_of[of_plan])
    return found


def signatories(apps: Any, area_of: dict[int, int]) -> Uses:
    """Organisations for which somebody signed a plan; the plan knows them by code."""
    codes = dict(apps.get_model("accounts", "Organisation").objects.values_list("code", "pk"))
    found: Uses = {}
    for plan in apps.get_model("actions", "Plan").objects.only("pk", "signatories"):
        for signatory in plan.signatories:
            if signatory.get("organisation") in codes:
                pk = codes[signatory["organisation"]]
                found.setdefault(pk, set()).add(area_of[plan.pk])
    return found


def settle(
    rows: Any, used: Uses, in_order: list[int], organisation_of: dict[tuple[int, int], int]
) -> dict[tuple[int, int], int]:
    """Gives each row its first area, and copies it for the others. Returns the row that stands
    for a former one in an area, by both.
    """
    found: dict[tuple[int, int], int] = {}
    for row in list(rows):
        was, organisation = row.pk, getattr(row, "organisation_id", None)
        areas = sorted(used.get(was) or in_order[:1], key=in_order.index)
        for position, area in enumerate(areas):
            if position:
                row.pk, row.id = None, None
                row._state.adding = True
            row.local_area_id = area
            if organisation is not None:
                row.organisation_id = organisation_of[organisation, area]
            row.save()
            found[was, area] = row.pk
    return found


def repoint(
    apps: Any,
    places: tuple[tuple[str, str, str], ...],
    stands: dict[tuple[int, int], int],
    area_of: dict[int, int],
) -> None:
    """Leads the rows of each area's plans from the former row to the one that stands for it."""
    plans: dict[int, list[int]] = {}
    for plan, area in area_of.items():
        plans.setdefault(area, []).append(plan)
    for (was, area), now in stands.items():
        if now == was or area not in plans:
            continue
        for model, column, way in places:
            rows = apps.get_model(model).objects
            theirs = rows.filter(**{column: was, f"{way}__in": plans[area]})
            rows.filter(pk__in=list(theirs.values_list("pk", flat=True))).update(**{column: now})


def copy_holdings(
    apps: Any, post_of_area: dict[tuple[int, int], int], area_of: dict[int, int]
) -> None:
    holdings = apps.get_model("accounts", "PostHolding").objects.exclude(user=None)
    known = set(grounds(apps, area_of))
    areas = {area for (was, area), now in post_of_area.items() if now != was}
    plans = apps.get_model("actions", "Plan").objects.filter(local_area__in=areas)
    plans.update(version=F("version") + 1)  # cached pages name holders
    for (was, area), now in post_of_area.items():
        if now == was:
            continue
        for holding in list(holdings.filter(post=was)):
            if (holding.user_id, area) in known:
                holding.pk, holding.id, holding.post_id = None, None, now
                holding._state.adding = True
                holding.save()


def grounds(apps: Any, area_of: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Accounts, each with an area in whose plans it has a role, was invited, or wrote."""
    for model, column, plan in GROUNDS:
        rows = apps.get_model(model).objects.exclude(**{column: None})
        for user, of_plan in rows.values_list(column, plan).order_by().distinct():
            yield user, area_of[of_plan]
    for plan_row in apps.get_model("actions", "Plan").objects.only("pk", "slug"):
        for event in events_of(apps, plan_row, ["invite"]):
            if isinstance(event.detail.get("user"), int):
                yield event.detail["user"], area_of[plan_row.pk]


def back(apps: Any, schema_editor: object) -> None:
    """Writes the names back. Raises where two areas share a code, which was one row then."""
    for model in ("Organisation", "Post"):
        codes = Counter(apps.get_model("accounts", model).objects.values_list("code", flat=True))
        shared = sorted(code for code, count in codes.items() if count > 1)
        if shared:
            raise RuntimeError(
                f"{', '.join(shared)}: codes that more than one local area uses. Nothing was "
                "changed. Before this migration a code was unique over the whole site: give all "
                "but one another code first."
            )
    for plan in apps.get_model("actions", "Plan").objects.select_related("local_area"):
        plan.local_area_name = plan.local_area.name if plan.local_area else ""
        plan.local_area = None
        plan.save(update_fields=["local_area_name", "local_area"])
    apps.get_model("accounts", "Post").objects.update(local_area=None)
    apps.get_model("accounts", "Organisation").objects.update(local_area=None)
    apps.get_model("accounts", "LocalArea").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_local_areas"),
        ("actions", "0008_plan_of_a_local_area"),
        ("audit", "0001_initial"),
        ("governance", "0001_initial"),
        ("indicators", "0001_initial"),
    ]
    run_before = [
        ("accounts", "0003_every_post_in_a_local_area"),
        ("actions", "0009_every_plan_in_a_local_area"),
    ]

    operations = [migrations.RunPython(move, back)]
