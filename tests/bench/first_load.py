"""What a browser that has never been here gets with its first page: the page and all it links."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from tests.bench.client import Browser
from wsoa.runtime.console import StepError

TAGS = re.compile(r"<(?:link|script|img)\b[^>]*>")
ADDRESS = re.compile(r'\b(?:href|src)="([^"]+)"')
IMPORTS = re.compile(r"""(?:\bfrom\s*|\bimport\s*\(?\s*)["']([./][^"']+)["']""")
URLS = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")


def first_load(browser: Browser, page: str) -> dict[str, int]:
    """Bytes as sent, by address; every file once."""
    answer = browser.get(page)
    if answer.status != 200:
        raise StepError(f"{page}: the answer was {answer.status}")
    sizes = {page: len(answer.body)}
    waiting = [found[1] for tag in TAGS.findall(answer.text) if (found := ADDRESS.search(tag))]
    while waiting:
        path = waiting.pop()
        if path in sizes:
            continue
        file = browser.get(path)
        if file.status != 200:
            raise StepError(f"{path}, which {page} needs, answers {file.status}")
        sizes[path] = len(file.body)
        waiting += linked(path, file.content)
    return sizes


def linked(path: str, content: bytes) -> list[str]:
    """What a script imports, or a style sheet shows."""
    kind = urlsplit(path).path.rpartition(".")[2]
    pattern = {"js": IMPORTS, "css": URLS}.get(kind)
    if pattern is None:
        return []
    found = [each for each in pattern.findall(content.decode()) if not each.startswith("data:")]
    return [urljoin(path, each) for each in found]
