"""manage.py add_organisation AREA CODE NAME: an organisation of a local area."""

from argparse import ArgumentParser
from typing import Any

from actions.management.area_command import AreaCommand
from actions.services.organisations import add_organisation
from wsoa.accounts.models import LocalArea, Organisation


class Command(AreaCommand):
    help = "Adds an organisation of a local area."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("code", help="such as ICB")
        parser.add_argument("name")
        parser.add_argument("--kind", choices=Organisation.Kind.values, default="other")

    def carry_out(self, local_area: LocalArea, **options: Any) -> str:
        kind = Organisation.Kind(options["kind"])
        named = {"code": options["code"], "name": options["name"], "kind": kind}
        organisation = add_organisation(by=None, local_area=local_area, **named)
        return f"{organisation.name} ({organisation.code}) is an organisation of {local_area}."
