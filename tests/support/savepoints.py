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


def forget_pages() -> None:
    """Empties the caches of rows and of pages, which know nothing of what is rolled back."""
    for name in ("rows", "pages"):
        caches[name].clear()
