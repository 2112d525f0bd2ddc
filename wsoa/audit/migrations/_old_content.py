"""What becomes of the content of events from before the chain: no value of a figure stays."""

from __future__ import annotations

from typing import Any

_WITH_A_VALUE = ("figure", "correct-figure")
_WITHDRAWN = "Withdrawn: "  # how the note of a withdrawn figure begins


def without_figures(
    verb: str, summary: str, detail: dict[str, Any], note: str
) -> tuple[str, dict[str, Any]]:
    """The sentence and detail of an event without the values of figures that services wrote there.

    - "Entered a figure of Exclusions, 2019: 12%" ended with the value.
    - "Withdrew a figure of Exclusions, 2019: It was 21%, not 12%." ended with a reason that may
      quote it; `note` is that of the withdrawn figure, which has the reason.
    - The answer to a question had its key, with the values that asked it.
    """
    if verb in _WITH_A_VALUE:
        return summary.rpartition(": ")[0] or summary, detail
    if verb == "withdraw-figure":
        reason = f": {note.removeprefix(_WITHDRAWN)}"
        if note and summary.endswith(reason):
            return summary.removesuffix(reason), detail
        return summary.partition(": ")[0], detail
    if verb == "answer" and "key" in detail:
        return summary, {name: value for name, value in detail.items() if name != "key"}
    return summary, detail
