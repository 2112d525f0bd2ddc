"""Import of the plan itself: posts, areas, outcomes, actions, measures, quarters."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.text import slugify

from actions.importing.moved_ends import end_columns
from actions.importing.schema import (
    ActionIn,
    AreaFile,
    AreaIn,
    GlossaryFile,
    OrganisationIn,
    PeopleFile,
    PlanFile,
    PlanIn,
)
from actions.models import Action, AreaOfWeakness, GlossaryTerm, Outcome, Plan, ReportingPeriod
from wsoa.accounts.models import (
    LocalArea,
    Organisation,
    OrganisationChange,
    Post,
    PostHolding,
)
from wsoa.core.load_changes import LoadChanges
from wsoa.core.months import Month, PlanDate, parse_printed
from wsoa.core.yaml_source import SourceError, YamlNode


def load_plan(part: YamlNode, illustrative: str, changes: LoadChanges) -> Plan:
    """The plan with its quarters, in the local area that its file names.

    Raises SourceError where the slug is another area's plan's, without saying whose, or where the
    area is here under another name or slug.
    """
    file = part.parse(PlanFile)
    local_area = _load_local_area(part, file.plan, changes)
    if Plan.objects.filter(slug=file.plan.slug).exclude(local_area=local_area).exists():
        raise slug_taken(part)
    values = file.plan.model_dump(exclude={"slug", "local_area_slug"})
    values |= {"terms": file.terms, "sections": file.sections, "illustrative": illustrative}
    values["local_area"] = local_area
    plan = changes.put(Plan, {"slug": file.plan.slug}, values, "Plan")
    for quarter in file.quarters:
        period = quarter.model_dump(exclude={"key"})
        period["first_day"] = Month.parse(quarter.key).first_day
        changes.put(
            ReportingPeriod,
            {"plan": plan, "key": quarter.key},
            period,
            f"Quarter {quarter.label}",
        )
    return plan


def slug_taken(part: YamlNode) -> SourceError:
    """The refusal of a slug that is not free. It does not say whose it is."""
    slug = part.parse(PlanFile).plan.slug
    return part.fault(
        ("plan", "slug"),
        f"the slug {slug!r} is taken. Nothing that is here was changed. Choose another slug",
    )


def _load_local_area(part: YamlNode, file: PlanIn, changes: LoadChanges) -> LocalArea:
    slug = file.local_area_slug or slugify(file.local_area)
    if not slug:
        raise part.fault(
            ("plan", "local_area"), "no slug can be made of this name: add a local_area_slug"
        )
    same_slug, same_name = Q(slug=slug), Q(name=file.local_area)
    local_area = LocalArea.objects.filter(same_slug | same_name).first()
    if local_area is None:
        changes.note("added", f"Local area {file.local_area}")
        return LocalArea.objects.create(slug=slug, name=file.local_area)
    if local_area.name != file.local_area:
        reason = f"{slug!r} is the slug of a local area of another name"
        raise part.fault(("plan", "local_area"), f"{reason}: give its name, or a local_area_slug")
    if local_area.slug != slug:
        reason = f"{file.local_area!r} is the name of a local area of another slug"
        raise part.fault(("plan", "local_area_slug"), f"{reason}: give the slug that it has")
    return local_area


def load_people(plan: Plan, part: YamlNode, changes: LoadChanges) -> None:
    """The organisations, posts and first holders of the plan's local area.

    Raises SourceError where the file has a national organisation otherwise than it is here.
    """
    file = part.parse(PeopleFile)
    national = {body.code: body for body in Organisation.objects.national()}
    own_changes = OrganisationChange.objects.filter(organisation__local_area=plan.local_area)
    renamed = dict(
        own_changes.exclude(applied_at=None).values_list("organisation__code", "organisation__name")
    )
    for index, organisation in enumerate(file.organisations):
        if organisation.code in national:
            body = national[organisation.code]
            _refuse_changed_national_body(body, organisation, part.piece("organisations", index))
            continue
        values = organisation.model_dump(exclude={"code"})
        if organisation.code in renamed:  # here, from a day on: the file has the name before
            values["name"] = renamed[organisation.code]
        changes.put(
            Organisation,
            {"local_area": plan.local_area, "code": organisation.code},
            values,
            f"Organisation {organisation.code}",
        )
    known = {found.code: found for found in Organisation.objects.named_in(plan.local_area)}
    for index, post_in in enumerate(file.posts):
        if post_in.organisation not in known:
            raise part.fault(
                ("posts", index, "organisation"), f"no organisation {post_in.organisation!r}"
            )
        values = post_in.model_dump(include={"title", "source", "note"})
        values["organisation"] = known[post_in.organisation].current
        key = {"local_area": plan.local_area, "code": post_in.code}
        post = changes.put(Post, key, values, f"Post {post_in.code}")
        if not post.holdings.exists():
            # Since before the plan. Later changes of holder are made in the application.
            PostHolding.objects.create(post=post, holder=post_in.holder)
            changes.note("added", f"Holder of {post_in.code}: {post_in.holder}")


def _refuse_changed_national_body(body: Organisation, file: OrganisationIn, part: YamlNode) -> None:
    here = {"name": body.name, "kind": Organisation.Kind(body.kind).value}
    for place, value in here.items():
        given = getattr(file, place)
        if given != value:
            raise part.fault(
                (place,),
                f"{body.code} is a national organisation, whose {place} is {value!r} and not "
                f"{str(given)!r}. A plan cannot change it: give the {place} that it has, "
                "or another code",
            )


def load_glossary(plan: Plan, file: GlossaryFile, changes: LoadChanges) -> None:
    """Writes the terms of the file, and deletes those that it no longer has."""
    for order, term in enumerate(file.glossary, start=1):
        values = term.model_dump(exclude={"term"}) | {"order": order}
        changes.put(
            GlossaryTerm, {"plan": plan, "term": term.term}, values, f"Glossary {term.term}"
        )
    kept = [term.term for term in file.glossary]
    changes.drop(plan.glossary.exclude(term__in=kept), "Glossary")


def load_areas(plan: Plan, parts: list[YamlNode], changes: LoadChanges) -> None:
    """Writes the areas of the files with their outcomes, actions and measures."""
    files = [(part, part.parse(AreaFile)) for part in parts]
    local_area = plan.local_area
    own_posts = Post.objects.of(local_area).select_related("organisation")
    posts = {post.code: post for post in own_posts}
    organisations = {found.code: found for found in Organisation.objects.named_in(local_area)}
    refs: set[str] = set()
    for order, (part, file) in enumerate(files, start=1):
        area = _load_area(plan, part, file.area, order, posts, organisations, changes)
        for o, outcome_in in enumerate(file.outcomes):
            outcome = changes.put(
                Outcome,
                {"area": area, "ref": outcome_in.ref},
                outcome_in.model_dump(exclude={"ref", "actions"}) | {"order": o + 1},
                f"Outcome {outcome_in.ref}",
            )
            for a, action_in in enumerate(outcome_in.actions):
                piece = part.piece("outcomes", o, "actions", a)
                if action_in.ref in refs:
                    raise piece.fault(("ref",), f"{action_in.ref} is there twice")
                if not action_in.ref.startswith(f"{outcome_in.ref}."):
                    raise piece.fault(("ref",), f"not an action of outcome {outcome_in.ref}")
                refs.add(action_in.ref)
                _load_action(outcome, piece, action_in, posts, organisations, changes)
    _drop_actions(plan, refs, changes)
    for _, file in files:
        known = [outcome.ref for outcome in file.outcomes]
        gone = Outcome.objects.filter(area__plan=plan, area__ref=file.area.ref)
        changes.drop(gone.exclude(ref__in=known), "Outcome")
    changes.drop(plan.areas.exclude(ref__in=[file.area.ref for _, file in files]), "Area")


def _load_area(
    plan: Plan,
    part: YamlNode,
    file: AreaIn,
    order: int,
    posts: dict[str, Post],
    organisations: dict[str, Organisation],
    changes: LoadChanges,
) -> AreaOfWeakness:
    area = changes.put(
        AreaOfWeakness,
        {"plan": plan, "ref": file.ref},
        file.model_dump(exclude={"ref", "responsible"}) | {"order": order},
        f"Area {file.ref}",
    )
    wanted = []
    for index, lead_in in enumerate(file.responsible):
        place = part.piece("area", "responsible", index)
        organisation = _look_up(organisations, lead_in.organisation, place, "organisation")
        post = _look_up(posts, lead_in.post, place, "post") if lead_in.post else None
        wanted.append(
            {
                "name": lead_in.name,
                "title": lead_in.title,
                "organisation_id": organisation.pk,
                "post_id": post.pk if post else None,
            }
        )
    changes.put_list(area.responsible, wanted, f"Area {file.ref}, people responsible")
    return area


def _look_up(things: dict[str, Any], code: str, part: YamlNode, place: str) -> Any:
    if code not in things:
        raise part.fault((place,), f"no {place} {code!r} in people.yaml")
    return things[code]


def _load_action(
    outcome: Outcome,
    part: YamlNode,
    file: ActionIn,
    posts: dict[str, Post],
    organisations: dict[str, Organisation],
    changes: LoadChanges,
) -> None:
    start, end = parse_printed(file.start), parse_printed(file.end)
    if start.month and end.month and end.month < start.month:
        raise part.fault(("end",), f"{file.end} is before the start, {file.start}")
    before = len(changes.lines)
    existing = outcome.area.plan.actions.filter(ref=file.ref).first()
    own_end = end_columns(existing, part, file.end, changes)
    action = changes.put(
        Action,
        {"plan": outcome.area.plan, "ref": file.ref},
        {
            "outcome": outcome,
            "order": sort_key(file.ref),
            "text": file.text,
            **date_columns("start", file.start, start),
            **own_end,
            "leads_printed": file.leads_printed,
            "measures_intro": file.measures_intro,
            "source": file.source,
            "note": file.note,
        },
        f"Action {file.ref}",
    )
    _fill_in_short_title(action, file, changes, is_new=len(changes.lines) > before)
    leads = [_lead(code, part, posts, organisations) for code in file.leads]
    changes.put_list(action.leads, leads, f"Action {file.ref}, leads")
    measures = [{"text": text} for text in file.measures]
    changes.put_list(action.measures, measures, f"Action {file.ref}, measures")
    if len(changes.lines) > before:
        action.version += 1
        action.save(update_fields=["version"])


def date_columns(edge: str, printed: str, date: PlanDate) -> dict[str, Any]:
    """The three columns of an action's "start" or "end": as printed, its kind, and its month."""
    return {
        f"{edge}_printed": printed,
        f"{edge}_kind": date.kind.value,
        f"{edge}_month": date.month.first_day if date.month else None,
    }


def _fill_in_short_title(
    action: Action, file: ActionIn, changes: LoadChanges, *, is_new: bool
) -> None:
    """The file's short title, where the action has none: what a manager wrote stays."""
    if not file.short_title or action.short_title:
        return
    action.short_title = file.short_title
    action.save(update_fields=["short_title"])
    if not is_new:
        changes.note("changed", f"Action {file.ref}: short title")


def _lead(
    code: str, part: YamlNode, posts: dict[str, Post], organisations: dict[str, Organisation]
) -> dict[str, int | None]:
    if code in posts:
        post = posts[code]
        return {"organisation_id": post.organisation_id, "post_id": post.pk}
    if code in organisations:
        return {"organisation_id": organisations[code].current.pk, "post_id": None}
    raise part.fault(("leads",), f"{code!r} is neither a post nor an organisation")


def sort_key(ref: str) -> int:
    """The sort key of a reference, which orders 1.2.10 after 1.2.9."""
    key = 0
    for number in [*ref.split("."), "0", "0"][:3]:
        key = key * 1000 + int(number)
    return key


def _drop_actions(plan: Plan, refs: set[str], changes: LoadChanges) -> None:
    gone = plan.actions.exclude(ref__in=refs)
    by_people = Q(updates__illustrative=False) | Q(date_changes__illustrative=False)
    spoken = gone.filter(by_people).first()
    if spoken:
        raise SourceError(
            "the areas' files",
            f"action {spoken.ref}",
            "missing, but people have said something of it here; put it back",
        )
    for action in gone:
        for update in action.updates.order_by("-pk"):
            update.delete()
    changes.drop(gone, "Action")
