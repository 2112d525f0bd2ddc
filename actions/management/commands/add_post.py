"""manage.py add_post AREA CODE TITLE --organisation CODE: a post that nobody holds yet."""

from argparse import ArgumentParser
from typing import Any

from actions.management.area_command import AreaCommand, organisation_of
from actions.services.organisations import add_post
from wsoa.accounts.models import LocalArea


class Command(AreaCommand):
    help = "Adds a post of a local area, which nobody holds yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("code", help="such as ICB-HoC")
        parser.add_argument("title")
        parser.add_argument("--organisation", required=True, help="its code, such as ICB")

    def carry_out(self, local_area: LocalArea, **options: Any) -> str:
        post = add_post(
            by=None,
            local_area=local_area,
            code=options["code"],
            title=options["title"],
            organisation=organisation_of(local_area, options["organisation"]),
        )
        return f"{post.code}, {post.title}, is a post of {local_area}. Nobody holds it yet."
