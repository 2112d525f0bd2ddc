"""manage.py add_national_organisation CODE NAME: a body that every local area may name."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wsoa.accounts.models import Organisation
from wsoa.accounts.services import NationalOrganisationRefused, add_national_organisation


class Command(BaseCommand):
    help = "Adds a national organisation, such as NHS England, that every local area may name."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="such as NHSE")
        parser.add_argument("name", help="as plans print it")
        parser.add_argument("--kind", choices=Organisation.Kind.values, default="other")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            organisation = add_national_organisation(
                by=None,
                code=options["code"],
                name=options["name"],
                kind=Organisation.Kind(options["kind"]),
            )
        except NationalOrganisationRefused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"{organisation.name} ({organisation.code}) is national.")
