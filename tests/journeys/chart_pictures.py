"""Pictures of charts, in colour, in grey and on paper, to be looked at; build/ is never committed.

    python -m tests.journeys.chart_pictures [FOLDER]

The charts are made by hand, as a page draws them at desk and phone width, and as a file.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import django
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.service import CHROMIUM_ARGUMENTS, ROOT, chromium_program

WIDTHS = (1280, 390, 320)


def main() -> int:
    program = chromium_program()
    if program is None:
        print("wsoa: there is no chromium; apt-get install chromium-headless-shell brings it")
        return 1
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "charts"
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_ARGUMENTS)
        for name, html, svg in examples():
            take(browser, folder, name, page_of(html))
            keep_file(folder, name, svg)
        browser.close()
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")
    return 0


def examples() -> list[tuple[str, str, str]]:
    """Name, chart as part of a page, chart as a file."""
    from indicators.presenters import comparison_svg, variation_svg
    from indicators.presenters.chart_canvas import FileWords
    from indicators.presenters.chart_panels import chart_file, chart_html
    from tests.support import chart_examples

    made = []
    for name in ("with_everything", "of_waves", "of_nine_lines", "of_two_with_intervals"):
        content = getattr(chart_examples, name)()
        notes = ["Source: made by hand.", "As at 15 November 2019."]
        words = FileWords(content.title, "A plan. Per cent", content.description, notes)
        made.append((name, chart_html(content, name="chart"), chart_file(content, words)))
    words = FileWords("Plans finished in time", "All areas, 2018", "", notes)
    for name, is_funnel in (("funnel", True), ("ranked", False)):
        compared = chart_examples.of_all_areas(is_funnel=is_funnel)
        drawn = comparison_svg.chart(compared), comparison_svg.file(compared, words)
        made.append((name, *drawn))
    varied = chart_examples.of_usual_variation()
    made.append(("variation", variation_svg.chart(varied), variation_svg.file(varied, words)))
    return made


def page_of(chart: str) -> str:
    sheets = (ROOT / "static" / "css" / name for name in ("tokens.css", "app.css"))
    css = "".join(path.read_text() for path in sheets)
    return (
        '<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width">'
        f"<style>body{{font-family:arial,sans-serif;margin:15px;max-width:960px}}{css}</style>"
        f'</head><body><div class="app-charted">{chart}</div></body></html>'
    )


def take(browser: Browser, folder: Path, name: str, html: str) -> None:
    """The chart on a page: wide, narrow, in grey, and printed on A4."""
    page = browser.new_page()
    page.set_content(html)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 500})
        page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": WIDTHS[0], "height": 500})
    page.add_style_tag(content="html{filter:grayscale(1)}")
    page.screenshot(path=folder / f"{name}-grey.png", full_page=True)
    page.set_content(html)
    printed = folder / f"{name}-print.pdf"
    page.pdf(path=printed, format="A4")
    subprocess.run(
        ["pdftoppm", "-r", "110", "-png", "-singlefile", printed, printed.with_suffix("")],
        check=True,
    )
    page.close()


def keep_file(folder: Path, name: str, svg: str) -> None:
    """The chart as people download it."""
    from indicators.presenters.chart_files import png_of

    (folder / f"{name}-file.svg").write_text(svg)
    (folder / f"{name}-file.png").write_bytes(png_of(svg))


if __name__ == "__main__":
    sys.exit(main())
