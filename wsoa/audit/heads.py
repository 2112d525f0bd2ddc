"""The heads of the chains, written down each day where the database cannot reach them.

A chain whose end was cut off still holds in itself. That it was longer, only a head that was known
before can say: one in the log of the worker, or in the file that the backup takes.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from wsoa.audit.chain import SITE, ChainHead, NotAHead, parse_head, printed_head
from wsoa.audit.models import AuditChain, AuditEvent

logger = logging.getLogger("wsoa.audit")


def chain_name(local_area: int | None, slug: str | None) -> str:
    """The name of a chain: its area's slug, or @site. An area that is gone is @ and its key."""
    return SITE if local_area is None else slug or f"@{local_area}"


def chain_names() -> dict[str, int | None]:
    """The key of the local area of every chain that there is, by the chain's name."""
    both = ("local_area", "local_area__slug")
    found = set(AuditChain.objects.values_list(*both))
    found |= set(AuditEvent.objects.unsealed().order_by().values_list(*both).distinct())
    found |= set(AuditEvent.objects.sealed().order_by().values_list(*both).distinct())
    names = {chain_name(area, slug): area for area, slug in found}
    return dict(sorted(names.items()))


def record_heads() -> list[str]:
    """Writes the head of every chain to the log and to AUDIT_HEADS_FILE. Returns the heads.

    The file is only added to: one line for each chain, with the moment, and in the form that
    `check_audit --head` takes.
    """
    rows = AuditChain.objects.order_by("pk").values_list(
        "local_area", "local_area__slug", "length", "head_hash"
    )
    heads = [
        printed_head(chain_name(area, slug), ChainHead(length, made))
        for area, slug, length, made in rows
        if length
    ]
    moment = timezone.now().astimezone(UTC).isoformat(timespec="seconds")
    for head in heads:
        logger.info("Head of the audit log: %s", head)
    _append("".join(f"{moment} {head}\n" for head in heads))
    return heads


def _append(lines: str) -> None:
    path = Path(settings.AUDIT_HEADS_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    # One write to the end, so that what two workers write does not mix.
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, lines.encode())
        os.fsync(file)
    finally:
        os.close(file)


def read_heads(path: Path) -> Iterator[tuple[str, ChainHead]]:
    """The heads in a file that `record_heads` wrote. Raises NotAHead with the line, or OSError."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield parse_head(line.split()[-1])
        except NotAHead as fault:
            raise NotAHead(f"Line {number} of {path.name}: {fault}") from None
