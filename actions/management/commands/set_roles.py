"""manage.py set_roles AREA EMAIL: exactly these roles in the plans of an area, from today on."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from actions.domain.enums import Role
from actions.management.area_command import AreaCommand, user_of
from actions.models import Plan
from actions.services.area_access import RoleGrant, change_roles, has_terms
from wsoa.accounts.models import LocalArea


class Command(AreaCommand):
    help = "Gives a person exactly these roles in the plans of an area; the others end today."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("email")
        parser.add_argument(
            "--role",
            action="append",
            default=[],
            help="such as sheffield-2019:publisher, or sheffield-2019:accountable:5; repeatable",
        )
        parser.add_argument("--administrator", action="store_true", help="of the area as well")

    def carry_out(self, local_area: LocalArea, **options: Any) -> str:
        user = user_of(options["email"])
        if not has_terms(local_area, user):
            raise CommandError(f"{user.email} has no access to {local_area}. Invite them instead.")
        grants = [_grant(local_area, words) for words in options["role"]]
        administrator = options["administrator"]
        change_roles(
            by=None, local_area=local_area, user=user, grants=grants, administrator=administrator
        )
        roles = [grant.phrase for grant in grants] + ["administrator"] * administrator
        return f"{user.name} has these roles in {local_area}: {'; '.join(roles) or 'none'}."


def _grant(local_area: LocalArea, words: str) -> RoleGrant:
    slug, _, rest = words.partition(":")
    role, _, ref = rest.partition(":")
    plan = Plan.objects.in_area(local_area).filter(slug=slug).first()
    if plan is None:
        raise CommandError(f"{local_area} has no plan {slug!r}.")
    if role not in Role.values:
        raise CommandError(f"{role!r} is no role; use one of {', '.join(Role.values)}.")
    area = plan.areas.filter(ref=ref).first() if ref else None
    if (role == Role.ACCOUNTABLE) != (area is not None):
        raise CommandError(f"{words!r}: an accountable officer, and nobody else, has an area.")
    return RoleGrant(plan, Role(role), area)
