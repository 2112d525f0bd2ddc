"""The kinds of frozen document."""

from __future__ import annotations

from governance.papers.document.highlight_schema import Highlight
from governance.papers.document.schema import Quarterly

Document = Quarterly | Highlight
