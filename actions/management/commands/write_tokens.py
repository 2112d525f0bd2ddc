"""manage.py write_tokens: writes the colours to static/css/tokens.css."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from actions.domain.colour_tokens import style_sheet


class Command(BaseCommand):
    help = "Writes the colours of pages, papers and statuses to static/css/tokens.css."

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR, "static", "css", "tokens.css")
        path.write_text(style_sheet(), encoding="utf-8")
        self.stdout.write(f"Wrote {path.relative_to(settings.BASE_DIR)}")
