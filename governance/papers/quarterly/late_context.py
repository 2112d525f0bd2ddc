"""One late action as layouts print it: which end it counts from, its new date, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from actions.domain.short_titles import first_clause
from actions.domain.update_texts import UPDATE_TEXTS
from governance.papers.document.schema import ActionEntry, DateMove, QuarterCell
from governance.papers.quarterly import wording
from wsoa.core.months import Month, parse_printed
from wsoa.core.text import one_line, whole_sentences

LONGEST_WHY = 240  # letters of the first sentences of its update; a first one alone may have more
LONGEST_SENTENCE = 480  # a longer one is read where the whole update stands


@dataclass(frozen=True, slots=True)
class LateAction:
    """One late action; `path` links to its full text.

    `as_at` is the day of the document, by which it is late.
    """

    action: ActionEntry
    path: str
    as_at: date

    @property
    def text(self) -> str:
        """Its short title; in documents without, the first clause of its text."""
        return self.action.short_title or first_clause(one_line(self.action.text))

    @property
    def now(self) -> QuarterCell:
        """Its cell for the document's quarter."""
        return self.action.current

    @property
    def reason(self) -> str:
        """The reason for a status better than the dates allow."""
        return one_line(self.action.reason.text) if self.action.reason else ""

    @property
    def _last_move(self) -> DateMove | None:
        """The last request that was not refused: a refused date is no new date."""
        moves = [move for move in self.action.moves if move.agreed is not False]
        return moves[-1] if moves else None

    @property
    def new_end(self) -> str:
        """The last requested end, agreed or not yet decided."""
        return self._last_move.to if self._last_move else ""

    @property
    def late_words(self) -> str:
        """How late it is; from the agreed end, where that is another than the plan's own."""
        agreed = self.action.end_agreed
        since = f", counted from {agreed}" if agreed and agreed != self.action.end else ""
        return f"{self.action.late}{since}"

    @property
    def new_end_words(self) -> str:
        """The state of that request, unless it is agreed; and that its month is over, too. After
        it, that a later request was refused, and why.
        """
        last = self._last_move
        state = [wording.agreed_words(last)] if last and not last.agreed else []
        asked = _month_printed(last.to) if last else None
        if asked and self.as_at > asked.last_day:
            state.append("passed too" if state else "Passed too")
        return ". ".join(filter(None, (", ".join(state), self._refused)))

    @property
    def _refused(self) -> str:
        """ "Dec 2019 was asked for and refused: The post is filled."; else nothing."""
        last = self.action.moves[-1] if self.action.moves else None
        if last is None or last.agreed is not False:
            return ""
        because = one_line(last.refused_because)
        return f"{last.to} was asked for and refused{f': {because}' if because else ''}"

    @property
    def why(self) -> str:
        """The reason for the last move, or else for the status, or else what its update says first,
        in whole sentences. Empty where nothing is written, or its first sentence is too long.
        """
        first = whole_sentences(self._update_text, LONGEST_WHY)
        return self._reason_given or (first if len(first) <= LONGEST_SENTENCE else "")

    @property
    def why_goes_on(self) -> bool:
        """Whether its update says more than the sentences of `why`: its own page has them all."""
        return not self._reason_given and self.why != self._update_text

    @property
    def _reason_given(self) -> str:
        moved = self._last_move.reason if self._last_move else ""
        return one_line(moved) or self.reason

    @property
    def _update_text(self) -> str:
        """The first text of its update, on one line; empty if none is written."""
        missing = {text.missing for text in UPDATE_TEXTS}
        written = (one_line(part.text) for part in self.action.update_parts)
        return next((text for text in written if text not in {"", *missing}), "")


def _month_printed(words: str) -> Month | None:
    try:
        return parse_printed(words).month
    except ValueError:  # a document may have any words
        return None
