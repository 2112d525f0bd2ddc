"""manage.py set_brand AREA: the name, colour and logo by which a local area shows itself."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from actions.management.area_command import AreaCommand
from actions.services.area_brand import remove_brand, set_brand
from wsoa.accounts.models import LocalArea
from wsoa.core.brands import EXAMPLE
from wsoa.core.logos import LogoPicture, read_logo
from wsoa.core.uploads import UploadRefused


class Command(AreaCommand):
    help = "Sets the name, the colour and the logo of a local area. What is not given stays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--name", help="by which the area shows itself")
        parser.add_argument("--colour", help=f'such as {EXAMPLE}; "" is that of the service')
        parser.add_argument("--logo", help="a PNG or JPEG file")
        parser.add_argument("--alt", help="what the logo shows, in words")
        parser.add_argument("--remove-logo", action="store_true", help="have no logo any more")
        parser.add_argument("--remove", action="store_true", help="have no brand any more")

    def carry_out(self, local_area: LocalArea, **options: Any) -> str:
        if options["remove"]:
            removed = remove_brand(by=None, local_area=local_area)
            return "Removed." if removed else f"{local_area} had no brand."
        now = local_area.brand
        given = {name: options[name] for name in ("name", "colour", "alt")}
        present = {
            "name": now.name if now else local_area.name,
            "colour": now.colour if now else "",
            "alt": now.logo_alt if now else "",
        }
        brand = set_brand(
            by=None,
            local_area=local_area,
            logo=_read(options["logo"]) if options["logo"] else None,
            remove_logo=options["remove_logo"],
            **{name: present[name] if value is None else value for name, value in given.items()},
        )
        return f"{local_area} shows itself as {brand}."


def _read(name: str) -> LogoPicture:
    """The logo in a file. Raises CommandError."""
    try:
        with Path(name).open("rb") as file:
            return read_logo(file, name)
    except (OSError, UploadRefused) as fault:
        raise CommandError(f"{fault}") from fault
