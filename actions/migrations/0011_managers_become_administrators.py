"""Every programme manager becomes an administrator of the plan's local area, so that it has one."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def make_administrators(apps: Any, _: Any) -> None:
    """One running role for each manager and area; who has it already keeps it."""
    roles = apps.get_model("accounts", "AreaRole").objects
    managers = apps.get_model("actions", "Membership").objects.filter(role="manager", until=None)
    for local_area, user in managers.values_list("plan__local_area", "user").distinct():
        roles.get_or_create(
            local_area_id=local_area, user_id=user, role="administrator", until=None
        )


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0010_membership_from_day_to_day"),
        ("accounts", "0005_people_of_an_area"),
    ]

    operations = [migrations.RunPython(make_administrators, migrations.RunPython.noop)]
