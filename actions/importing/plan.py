"""Import of the plan itself: posts, areas, outcomes, actions, measures, quarters."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from actions.importing.schema import ActionIn, AreaFile, AreaIn, GlossaryFile, PeopleFile, PlanFile
from actions.models import Action, AreaOfWeakness, GlossaryTerm, Outcome, Plan, ReportingPeriod
from wsoa.accounts.models import Organisation, Post, PostHolding
from wsoa.core.load_changes import LoadChanges
from wsoa.core.months import Month, parse_printed
from wsoa.core.yaml_source import SourceError, YamlNode


def load_plan(file: PlanFile, illustrative: str, changes: LoadChanges) -> Plan:
    values = file.plan.model_dump(exclude={"slug"})
    values |= {"terms": file.terms, "sections": file.sections, "illustrative": illustrative}
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


def load_people(part: YamlNode, changes: LoadChanges) -> None:
    file = part.parse(PeopleFile)
    for organisation in file.organisations:
        changes.put(
            Organisation,
            {"code": organisation.code},
            organisation.model_dump(exclude={"code"}),
            f"Organisation {organisation.code}",
        )
    known = {organisation.code: organisation for organisation in Organisation.objects.all()}
    for index, post_in in enumerate(file.posts):
        if post_in.organisation not in known:
            raise part.fault(
                ("posts", index, "organisation"), f"no organisation {post_in.organisation!r}"
            )
        values = post_in.model_dump(include={"title", "source", "note"})
        values["organisation"] = known[post_in.organisation]
        post = changes.put(Post, {"code": post_in.code}, values, f"Post {post_in.code}")
        if not post.holdings.exists():
            # Since before the plan. Later changes of holder are made in the application.
            PostHolding.objects.create(post=post, holder=post_in.holder)
            changes.note("added", f"Holder of {post_in.code}: {post_in.holder}")


def load_glossary(plan: Plan, file: GlossaryFile, changes: LoadChanges) -> None:
    for order, term in enumerate(file.glossary, start=1):
        values = term.model_dump(exclude={"term"}) | {"order": order}
        changes.put(
            GlossaryTerm, {"plan": plan, "term": term.term}, values, f"Glossary {term.term}"
        )
    kept = [term.term for term in file.glossary]
    changes.drop(plan.glossary.exclude(term__in=kept), "Glossary")


def load_areas(plan: Plan, parts: list[YamlNode], changes: LoadChanges) -> None:
    files = [(part, part.parse(AreaFile)) for part in parts]
    posts = {post.code: post for post in Post.objects.select_related("organisation")}
    organisations = {organisation.code: organisation for organisation in Organisation.objects.all()}
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
    action = changes.put(
        Action,
        {"plan": outcome.area.plan, "ref": file.ref},
        {
            "outcome": outcome,
            "order": sort_key(file.ref),
            "text": file.text,
            "start_printed": file.start,
            "start_kind": start.kind.value,
            "start_month": start.month.first_day if start.month else None,
            "end_printed": file.end,
            "end_kind": end.kind.value,
            "end_month": end.month.first_day if end.month else None,
            "leads_printed": file.leads_printed,
            "measures_intro": file.measures_intro,
            "source": file.source,
            "note": file.note,
        },
        f"Action {file.ref}",
    )
    leads = [_lead(code, part, posts, organisations) for code in file.leads]
    changes.put_list(action.leads, leads, f"Action {file.ref}, leads")
    measures = [{"text": text} for text in file.measures]
    changes.put_list(action.measures, measures, f"Action {file.ref}, measures")
    if len(changes.lines) > before:
        action.version += 1
        action.save(update_fields=["version"])


def _lead(
    code: str, part: YamlNode, posts: dict[str, Post], organisations: dict[str, Organisation]
) -> dict[str, int | None]:
    if code in posts:
        post = posts[code]
        return {"organisation_id": post.organisation_id, "post_id": post.pk}
    if code in organisations:
        return {"organisation_id": organisations[code].pk, "post_id": None}
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
