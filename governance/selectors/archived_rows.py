"""What belongs to a local area, table by table: what an archive of it carries, and what not.

A table is carried where one of its foreign keys leads to the local area, on whatever way. So what
a later version adds is carried without a word here; a test holds that no table is in between.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any, Final

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet

from wsoa.accounts.models import BrandLogo, LocalArea, User

Model = type[models.Model]
APPS: Final = ("accounts", "audit", "actions", "indicators", "governance")
# Keys that open something, what is worked out again, and what was on its way when it was made.
LEFT_OUT: Final[dict[str, str]] = {
    "accounts.User_groups": "not used",
    "accounts.User_user_permissions": "not used",
    "actions.CalendarLink": "opens a private calendar: its owner makes a new one",
    "actions.ChatMessage": "messages of one day",
    "actions.ChatWebhook": "an address that lets others write: an administrator enters it again",
    "actions.Digest": "emails of one day",
    "actions.FeedToken": "opens the data feed: an administrator makes a new one",
    "actions.PlanFindings": "worked out again",
    "actions.SignedLink": "opens an action without a sign-in",
    "actions.WaitingTotals": "worked out again",
    "governance.PreviewPdf": "made again from the draft",
    "indicators.ImportPreview": "an upload that was not confirmed",
}
# Statistics that all areas share, and what is carried because something carried refers to it.
SHARED: Final = (
    "indicators.Place",
    "indicators.Release",
    "indicators.Neighbour",
    "indicators.PublishedMeasure",
    "indicators.PublishedValue",
    "indicators.Revision",
)
REFERRED_TO: Final = (BrandLogo._meta.label, User._meta.label)
# National organisations and what happened to them: of no area, and named by every one.
ALSO_WITHOUT_AREA: Final = ("accounts.Organisation", "accounts.OrganisationChange")


def carried_models() -> list[Model]:
    """Every table that an archive carries, in the order of their labels."""
    models_here = [
        model
        for app in APPS
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]
    carried = [model for model in models_here if model._meta.label not in LEFT_OUT]
    return sorted(carried, key=lambda model: model._meta.label)


def rows_of_area(local_area: LocalArea) -> Iterator[QuerySet[Any]]:
    """The rows of every carried table, without those of REFERRED_TO."""
    for model in carried_models():
        label = model._meta.label
        if label in REFERRED_TO:
            continue
        rows = model._base_manager.all()
        if label in SHARED:
            yield rows
            continue
        paths = paths_to_area(model)
        if not paths:
            raise LookupError(f"{label} leads to no local area, and is not left out either")
        belongs = Q()
        for path in paths:
            belongs |= Q(**{path: local_area.pk})
            if label in ALSO_WITHOUT_AREA:
                belongs |= Q(**{path: None})
        yield rows.filter(belongs)


def referred_rows(label: str, keys: set[Any]) -> QuerySet[Any]:
    """The rows of one of REFERRED_TO with these keys."""
    rows: QuerySet[Any] = apps.get_model(label)._base_manager.filter(pk__in=keys)
    return rows


def paths_to_area(model: Model) -> list[str]:
    """The ways from a table to its local area, as look-ups; none where it leads to none.

    The shortest one over foreign keys that must be set. Where there is none, one that begins with
    such a key, or else one for each key that may be empty: a row is of the area that any of them
    leads to. People are no way, as they may belong to several areas.
    """
    if model is LocalArea:
        return ["pk"]
    found = _path(model)
    if found:
        return [found]
    own = [
        field
        for field in model._meta.concrete_fields
        if isinstance(field.related_model, type) and field.related_model not in (User, model)
    ]
    must = [way for field in own if not field.null for way in _through(field)]
    return must[:1] or [way for field in own if field.null for way in _through(field)]


def _through(field: models.Field[Any, Any]) -> list[str]:
    target: Any = field.related_model
    if target is LocalArea:
        return [field.name]
    return [f"{field.name}__{way}" for way in paths_to_area(target)]


def _path(model: Model) -> str | None:
    waiting: deque[tuple[Model, tuple[str, ...]]] = deque([(model, ())])
    seen = {model}
    while waiting:
        here, steps = waiting.popleft()
        for field in here._meta.concrete_fields:
            target = field.related_model
            if field.null or not isinstance(target, type) or target is User:
                continue
            if target is LocalArea:
                return "__".join((*steps, field.name))
            if target not in seen:
                seen.add(target)
                waiting.append((target, (*steps, field.name)))
    return None
