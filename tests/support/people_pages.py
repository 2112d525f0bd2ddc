"""Short ways to the pages on people of a local area."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

from django.test import Client

from wsoa.accounts.models import (
    LocalArea,
    Post,
)
from wsoa.core.clock import today

PEOPLE = "/areas/sheffield/people/"


def page(browser: Client, path: str = PEOPLE, status: int = 200) -> str:
    response = browser.get(path)
    assert response.status_code == status, path
    return text_of(response)


def text_of(response: object) -> str:
    content = unescape(response.content.decode())  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", content))


def vacate(code: str) -> Post:
    post = Post.objects.of(LocalArea.objects.get(slug="sheffield")).get(code=code)
    post.holdings.update(until=today() - timedelta(days=14))
    return post


def errors_of(response: object) -> list[str]:
    content = response.content.decode()  # type: ignore[attr-defined]
    summary = re.search(r"govuk-error-summary__list.*?</ul>", content, re.DOTALL)
    found = re.findall(r"<li>(.*?)</li>", summary[0], re.DOTALL) if summary else []
    return [unescape(re.sub(r"<[^>]+>", "", item)).strip() for item in found]
