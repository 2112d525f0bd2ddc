"""manage.py end_access AREA EMAIL: ends what a person may do in an area, at once."""

from argparse import ArgumentParser
from typing import Any

from actions.management.area_command import AreaCommand, user_of
from actions.services.area_access import end_access
from wsoa.accounts.models import LocalArea


class Command(AreaCommand):
    help = "Ends a person's roles, posts, sessions and links in an area. What they wrote stays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("email")

    def carry_out(self, local_area: LocalArea, **options: Any) -> str:
        user = user_of(options["email"])
        end_access(by=None, local_area=local_area, user=user)
        left = "can no longer sign in" if not user.is_active else "still has another area"
        return f"{user.name} has no access to {local_area} any more and {left}."
