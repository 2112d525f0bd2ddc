"""What is of no single local area: national organisations, site administrators, sign-ins."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from wsoa.accounts.models import Organisation, User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now


class NationalOrganisationRefused(Exception):
    """Nothing was changed. The message says what differs and what to do."""


@transaction.atomic
def add_national_organisation(
    *, by: User | None, code: str, name: str, kind: Organisation.Kind
) -> Organisation:
    """Adds a national organisation, or returns the one that is there already.

    Where areas have it as an organisation of their own, by the same code, name and kind, all that
    names theirs names this one from then on, and pages say what they said. Audited.

    Raises NationalOrganisationRefused where the code is a national organisation's, or an area's,
    of another name or kind.
    """
    national = Organisation.objects.national().filter(code=code).first()
    own = list(Organisation.objects.of_areas().filter(code=code).select_for_update())
    for organisation in [national, *own] if national else own:
        if (organisation.name, organisation.kind) != (name, kind):
            whose = "The national organisation" if organisation is national else "A local area’s"
            raise NationalOrganisationRefused(
                f"{whose} {code} is “{organisation.name}” ({organisation.kind}). Nothing was "
                "changed. Give that name and kind, or another code."
            )
    if national is None:
        national = Organisation.objects.create(code=code, name=name, kind=kind)
        record_audit(
            by=by,
            verb="add",
            subject=f"organisation {code}",
            summary=f"Added the national organisation {name}",
            detail={"code": code, "areas": [organisation.local_area_id for organisation in own]},
        )
    _merge(own, national)
    return national


def _merge(own: Iterable[Organisation], national: Organisation) -> None:
    """Leads every row that names an area's organisation to the national one, in any app."""
    relations = [
        field
        for field in Organisation._meta.get_fields(include_hidden=True)
        if field.one_to_many and field.auto_created
    ]
    for organisation in own:
        for relation in relations:
            column = relation.field.name  # type: ignore[union-attr]
            rows = relation.related_model._base_manager  # type: ignore[union-attr]
            rows.filter(**{column: organisation}).update(**{column: national})
        organisation.delete()


@transaction.atomic
def set_site_administrator(*, by: User | None, user: User, administers: bool) -> bool:
    """Makes somebody a site administrator, or ends that. Audited; False if it was so already.

    A site administrator looks after what all local areas share, and is of that alone in no area.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_superuser == administers:
        return False
    user.is_superuser = administers
    user.save(update_fields=["is_superuser"])
    record_audit(
        by=by,
        verb="change",
        subject=f"site administrator {user.pk}",
        summary=f"{'Made' if administers else 'Ended:'} {user.name} site administrator",
        detail={"person": user.pk, "administers": administers},
    )
    return True


def record_sign_in(sender: Any, user: User, **_: Any) -> None:
    """Keeps the time of a person's last sign-in, by the site's clock. For Django's signal."""
    user.last_login = now()
    user.save(update_fields=["last_login"])
