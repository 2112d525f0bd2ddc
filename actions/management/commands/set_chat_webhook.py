"""manage.py set_chat_webhook AREA: where the daily message of an area goes, if anywhere."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from actions.domain.chat import ChatService
from actions.services.chat import WebhookRefused, remove_webhook, set_webhook
from wsoa.accounts.models import LocalArea

VARIABLE = "CHAT_WEBHOOK"


class Command(BaseCommand):
    help = (
        f"Sets the chat of a local area. The address is read from the variable {VARIABLE}, so that "
        "it is in no list of processes; without it the address that is saved stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("area", help="such as sheffield")
        parser.add_argument("--kind", choices=list(ChatService), default=ChatService.TEAMS)
        parser.add_argument("--enable", action="store_true", help="send messages; off by default")
        parser.add_argument("--remove", action="store_true", help="forget the address")

    def handle(self, *args: Any, **options: Any) -> None:
        area = LocalArea.objects.filter(slug=options["area"]).first()
        if area is None:
            raise CommandError(f"There is no local area {options['area']!r}.")
        if options["remove"]:
            removed = remove_webhook(by=None, local_area=area)
            self.stdout.write("Removed." if removed else f"{area} had no chat.")
            return
        try:
            webhook = set_webhook(
                by=None,
                local_area=area,
                kind=ChatService(options["kind"]),
                address=os.environ.get(VARIABLE, ""),
                enabled=options["enable"],
            )
        except WebhookRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Saved. Messages are {'on' if webhook.enabled else 'off'}.")
