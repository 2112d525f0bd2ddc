"""What has changed, in plain words with the short titles of actions, as each layout lists it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from governance.papers.comparison.plain_changes import BY_AREA
from governance.papers.document.schema import ActionEntry, AreaEntry, PlainChange, Quarterly
from governance.papers.quarterly import wording

# Only the web has a page for each area; all else has the areas further on.
IN_AREAS = ". They are named under each area."

PathOf = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class ChangeLink:
    """An action by its short title, with what is said of it alone.

    `path` is empty for one that the plan has no more.
    """

    ref: str
    title: str
    path: str
    after: str = ""

    @property
    def named(self) -> str:
        """The title with the reference, where readers have no link: "Panel meets (3.2.3)"."""
        return self.title if self.title == self.ref else f"{self.title} ({self.ref})"


@dataclass(frozen=True, slots=True)
class ListedChange:
    """One change in plain words, with a link for each action that it is of."""

    before: str
    links: tuple[ChangeLink, ...] = ()

    @property
    def sentence(self) -> str:
        """The change in a sentence, with titles and references in place of links."""
        if not self.links:
            return self.before
        named = "; ".join(
            f"{link.named} {link.after}".rstrip(" .") if link.after else link.named
            for link in self.links
        )
        return f"{self.before}: {named}."


class ChangeList:
    """The changes of a document, for a layout that leads to an action by `path_of` its reference.

    `by_area` is the end of the sentence that refers to the lists of the areas. A document without
    changes in plain words has its sentences instead.
    """

    def __init__(self, document: Quarterly, path_of: PathOf, by_area: str = BY_AREA) -> None:
        self._document, self._path_of, self._by_area = document, path_of, by_area
        self._by_ref: dict[str, ActionEntry] = {
            action.ref: action for _area, _outcome, action in document.actions()
        }

    def of_plan(self) -> tuple[ListedChange, ...]:
        return self._listed(self._document.changes, self._document.changed)

    def of_area(self, area: AreaEntry) -> tuple[ListedChange, ...]:
        return self._listed(area.changes, area.changed)

    def link(self, ref: str, after: str = "") -> ChangeLink:
        """The place of an action; of one that the plan has no more, its reference alone."""
        action = self._by_ref.get(ref)
        if action is None:
            return ChangeLink(ref, ref, "", after)
        return ChangeLink(ref, action.short_title or ref, self._path_of(ref), after)

    def _listed(
        self, changes: Iterable[PlainChange], sentences: Iterable[str]
    ) -> tuple[ListedChange, ...]:
        """Changes that begin with the same words are one, in the place of the first."""
        links: dict[str, list[ChangeLink]] = {}
        for change in changes:
            before = change.before.replace(BY_AREA, self._by_area)
            of_words = links.setdefault(before, [])
            of_words.extend(self.link(ref, change.after) for ref in change.refs)
        if not links:
            return tuple(map(ListedChange, sentences))
        return tuple(
            ListedChange(wording.together(before, len(found)), tuple(found))
            for before, found in links.items()
        )


def without_links(document: Quarterly) -> ChangeList:
    """For files whose readers have no links: spreadsheets, and their descriptions."""
    return ChangeList(document, lambda _ref: "", IN_AREAS)
