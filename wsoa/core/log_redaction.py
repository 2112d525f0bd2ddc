"""Log lines without the secrets of links: an address with a token is logged as if it had none."""

from __future__ import annotations

import logging
import re
from typing import Final

# What comes before a token in the addresses of this site; the token lasts to the next slash.
_TOKENS: Final = re.compile(
    r"(/password/reset/key/|/u/|(?<!/people)/invitations/|/calendar/|/alerts/confirm/|/alerts/end/"
    r"|[?&](?:code|state|token)=)[^/?&\s\"']+"
)

# Tokens of the data feed are never part of an address that answers: where somebody put one into an
# address all the same, it is known by how it begins.
_FEED_TOKENS: Final = re.compile(r"wsoa_feed_[\w-]+")


def without_tokens(line: str) -> str:
    """The line with every token of a link or of the data feed replaced.

    >>> without_tokens("Not Found: /u/17.c2lnbmF0dXJl/")
    'Not Found: /u/[removed]/'
    """
    return _FEED_TOKENS.sub("[removed]", _TOKENS.sub(r"\1[removed]", line))


class RedactingFormatter(logging.Formatter):
    """Formats a record, with its traceback, and removes tokens."""

    def format(self, record: logging.LogRecord) -> str:
        return without_tokens(super().format(record))
