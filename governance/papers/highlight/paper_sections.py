"""The sections of the highlight report as they stand on its two pages and in its annex. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from governance.papers.highlight.page_fitting import TwoPages, fit_two_pages
from governance.papers.highlight.wording import (
    FIRST_CLAIM,
    LATE,
    SECOND_CLAIM,
    HighlightSection,
    at_most,
    in_annex,
)

Laid = Sequence[HighlightSection]


@dataclass(frozen=True, slots=True)
class PaperSections:
    """All sections of a report, in three kinds: late actions, those of page 1, and the others."""

    late: HighlightSection | None
    claimed: tuple[HighlightSection, ...]
    rest: tuple[HighlightSection, ...]

    @classmethod
    def of(cls, sections: Sequence[HighlightSection]) -> PaperSections:
        late = next((section for section in sections if section.key == LATE), None)
        claims = {section.key: section for section in sections if section.key in FIRST_CLAIM}
        claimed = tuple(section for key, section in claims.items() if key != LATE)
        return cls(late, claimed, tuple(item for item in sections if item.key not in claims))

    def fitted(
        self,
        is_one_page: Callable[[Laid, bool], bool],
        are_two_pages: Callable[[Laid, bool], bool],
    ) -> TwoPages:
        """What of them stands on two pages, by laying out parts of them, tight or not."""
        return fit_two_pages(
            self.late.total if self.late else 0,
            [section.total for section in self.claimed],
            [section.total for section in self.rest],
            lambda page: is_one_page(self.first_page(page), page.is_tight),
            lambda pages: are_two_pages(self.two_pages(pages), pages.is_tight),
            first=sum(section.key in SECOND_CLAIM for section in self.rest),
        )

    def first_page(self, pages: TwoPages) -> list[HighlightSection]:
        late = [_late_on_first_page(self.late, pages)] if self.late else []
        return [*late, *at_most(self.claimed, pages.claimed)]

    def two_pages(self, pages: TwoPages) -> list[HighlightSection]:
        sections = self.first_page(pages)
        if self.late and pages.continued:
            sections.append(_continued(self.late, pages))
        return sections + at_most(self.rest, pages.rest)

    def on_paper(self, pages: TwoPages) -> list[HighlightSection]:
        """The two pages, and the annex that follows them."""
        annex = [_annex(self.late, pages.late)] if self.late and pages.is_by_area else []
        return [*self.two_pages(pages), *annex, *self._cut(pages)]

    def listed(self, pages: TwoPages) -> list[HighlightSection]:
        """What is on paper, section by section: late actions all in one, then the annex."""
        late = [self.late] if self.late else []
        return [
            *late,
            *at_most(self.claimed, pages.claimed),
            *at_most(self.rest, pages.rest),
            *self._cut(pages),
        ]

    def _cut(self, pages: TwoPages) -> list[HighlightSection]:
        """All of the sections, other than late actions, that are not on the two pages whole."""
        given = zip((*self.claimed, *self.rest), (*pages.claimed, *pages.rest), strict=True)
        return [_annex(section, lines) for section, lines in given if lines < section.total]


def with_annex(
    sections: Sequence[HighlightSection], lines: Sequence[int]
) -> list[HighlightSection]:
    """The sections with at most these numbers of lines, and then whole those that are cut."""
    cut = zip(sections, lines, strict=True)
    annex = [_annex(section, count) for section, count in cut if count < section.total]
    return [*at_most(sections, lines), *annex]


def _late_on_first_page(late: HighlightSection, pages: TwoPages) -> HighlightSection:
    listed = f"Listed: {pages.late} of {late.total}."
    if pages.is_by_area:
        caption = f"{listed} {in_annex(late.total)}"
    elif pages.continued:
        caption = f"{listed} The others are on page 2."
    else:
        caption = listed
    return replace(
        late,
        lines=late.lines[: pages.late],
        caption=caption,
        areas=late.by_area if pages.is_by_area else (),
    )


def _continued(late: HighlightSection, pages: TwoPages) -> HighlightSection:
    lines = late.lines[pages.late :]
    return replace(
        late,
        title=f"{late.title}, continued",
        lines=lines,
        note="",
        intro="",
        remark="",
        caption=f"Listed: the other {len(lines)} of {late.total}.",
        is_continued=True,
    )


def _annex(section: HighlightSection, lines: int) -> HighlightSection:
    """All of a section of which so many lines stand on the two pages."""
    only_here = section.total - lines
    return replace(
        section,
        title=f"Annex to {section.number}. {section.title} ({only_here} of them only here)",
        remark="",
        caption=f"Listed: {section.total} of {section.total}.",
        is_annex=True,
    )
