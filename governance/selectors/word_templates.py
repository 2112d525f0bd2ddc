"""The Word template that reports of a local area are written into."""

from __future__ import annotations

from governance.models import WordTemplate, WordTemplateChoice
from wsoa.accounts.models import LocalArea


def template_in_use(local_area: LocalArea) -> WordTemplate | None:
    """The area's own template; None where reports are written into that of the service."""
    choice = WordTemplateChoice.objects.last_of(local_area)
    return choice.template if choice else None
