"""manage.py make_administrator AREA EMAIL: lets a person look after an area's people and posts."""

from argparse import ArgumentParser
from typing import Any

from actions.management.area_command import AreaCommand, user_of
from actions.services.area_access import make_administrator
from wsoa.accounts.models import LocalArea


class Command(AreaCommand):
    help = "Makes a person who is here already administrator of a local area."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("email")

    def carry_out(self, local_area: LocalArea, **options: Any) -> str:
        user = user_of(options["email"])
        make_administrator(by=None, local_area=local_area, user=user)
        return f"{user.name} is administrator of {local_area}."
