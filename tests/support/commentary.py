"""Commentary on a quarter, for tests: what is written, and the addresses of its pages."""

from __future__ import annotations

from django.urls import reverse

from governance.selectors.commentary import area_commentary
from governance.services import commentary as service
from tests.support.html import Page

PLAN = "sheffield-2019"
NOTHING = dict.fromkeys(service.BOXES, "")
WORDS = {
    "developments": "- Two posts were filled.",
    "evidence": "Parents say that they are heard.",
    "next_steps": "",
}


def address(name: str, *args: str, key: str = "2019-07") -> str:
    return reverse(name, args=[PLAN, key, *args])


AREA = address("commentary-area", "5")
PROGRAMME = address("commentary-programme")
LIST = address("commentary")


def based_on(client, path: str = AREA) -> str:
    return Page(client.get(path)).value("based_on")


def stands(area, period) -> dict[str, str]:
    return area_commentary(area, period).texts
