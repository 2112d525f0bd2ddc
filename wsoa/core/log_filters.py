"""Which records the log leaves out."""

from __future__ import annotations

import logging


class WithoutRefusals(logging.Filter):
    """Leaves out what Django logs of a 403, with a traceback.

    The page of the refusal logs its one line, with the person and the address. A traceback says
    nothing more: that a person may not do something is no fault of the program.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        return not (record.exc_info and getattr(record, "status_code", None) == 403)
