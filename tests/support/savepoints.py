"""What is undone when a block ends, so that one set-up serves many tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import caches
from django.db import transaction


@contextmanager
def undone() -> Iterator[None]:
    """A transaction, or a savepoint within one, that is rolled back at the end of the block.

    Code that insists on beginning a transaction itself may do so within, as in Django's TestCase.
    Nothing that waits for the transaction's end is ever done.
    """
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        try:
            yield
        finally:
            transaction.set_rollback(True)


@contextmanager
def pages_undone() -> Iterator[None]:
    """The caches of rows and of pages are at the end of the block what they were before it.

    For a block that is rolled back and that wrote: what it kept shows rows that are no more, while
    what was kept before shows the rows that are there again. Emptying them would have every page
    after it worked out anew.
    """
    stores = [caches[name] for name in ("rows", "pages")]
    before = [(store._cache.copy(), store._expire_info.copy()) for store in stores]
    try:
        yield
    finally:
        for store, (values, expiry) in zip(stores, before, strict=True):
            store.clear()
            store._cache.update(values)
            store._expire_info.update(expiry)


def forget_pages() -> None:
    """Empties the caches of rows and of pages, which know nothing of what is rolled back."""
    for name in ("rows", "pages"):
        caches[name].clear()
