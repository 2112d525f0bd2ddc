"""The sections of the highlight report as they stand on its two pages and in its annex. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from governance.papers.highlight.page_fitting import TwoPages, fit_two_pages
from governance.papers.highlight.wording import CHANGED, FIRST_CLAIM, LATE, HighlightSection

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
        self, is_one_page: Callable[[Laid], bool], are_two_pages: Callable[[Laid], bool]
    ) -> TwoPages:
        """What of them stands on two pages, by laying out parts of them."""
        return fit_two_pages(
            self.late.total if self.late else 0,
            [section.total for section in self.claimed],
            [section.total for section in self.rest],
            lambda page: is_one_page(self.first_page(page)),
            lambda pages: are_two_pages(self.two_pages(pages)),
            first=sum(section.key == CHANGED for section in self.rest[:1]),
        )

    def first_page(self, pages: TwoPages) -> list[HighlightSection]:
        late = [_late_on_first_page(self.late, pages)] if self.late else []
        return [*late, *_at_most(self.claimed, pages.claimed)]

    def two_pages(self, pages: TwoPages) -> list[HighlightSection]:
        sections = self.first_page(pages)
        if self.late and pages.continued:
            sections.append(_continued(self.late, pages))
        return sections + _at_most(self.rest, pages.rest)

    def on_paper(self, pages: TwoPages) -> list[HighlightSection]:
        """The two pages, and the annex that follows them."""
        annex = [_annex(self.late)] if self.late and pages.is_by_area else []
        return [*self.two_pages(pages), *annex]

    def listed(self, pages: TwoPages) -> list[HighlightSection]:
        """The lines that are on paper, section by section, late actions all in one."""
        late = [self.late] if self.late else []
        return [
            *late,
            *_at_most(self.claimed, pages.claimed),
            *_at_most(self.rest, pages.rest),
        ]


def _at_most(sections: Sequence[HighlightSection], lines: Sequence[int]) -> list[HighlightSection]:
    return [
        replace(section, lines=section.lines[:count])
        for section, count in zip(sections, lines, strict=True)
    ]


def _late_on_first_page(late: HighlightSection, pages: TwoPages) -> HighlightSection:
    listed = f"Listed: {pages.late} of {late.total}."
    if pages.is_by_area:
        caption = f"{listed} All {late.total} are in the annex, from page 3."
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
    )


def _annex(late: HighlightSection) -> HighlightSection:
    return replace(
        late,
        title=f"Annex to 1. {late.title}",
        remark="",
        caption=f"Listed: {late.total} of {late.total}.",
        is_annex=True,
    )
