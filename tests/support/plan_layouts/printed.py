"""A drawn document as PDF: landscape, ruled tables that break over pages."""

from __future__ import annotations

from html import escape

from tests.support.plan_layouts.pieces import Block, Box, Floating, Grid, Head, Para

_STYLE = """
@page { size: A4 landscape; margin: 12mm; @bottom-center { content: counter(page) } }
body { font: 8pt "Liberation Sans", sans-serif } p { margin: 0 0 2pt }
table { border-collapse: collapse; width: 100%; table-layout: fixed; margin-bottom: 6pt }
td { border: 0.5pt solid #000; padding: 2pt; vertical-align: top }
"""


def as_pdf(blocks: list[Block]) -> bytes:
    from weasyprint import HTML  # 2.5 s: only where a PDF is made

    body = "".join(_block(block) for block in blocks)
    page = f"<html lang=en><title>Plan</title><style>{_STYLE}</style><body>{body}</body></html>"
    return bytes(HTML(string=page).write_pdf())


def _block(block: Block) -> str:
    if isinstance(block, Head):
        text = f"{block.number} {block.text}".strip()
        return f"<h{block.level}>{escape(text)}</h{block.level}>"
    if isinstance(block, Para | Floating):
        mark = "• " if isinstance(block, Para) and block.mark else ""
        return f"<p>{mark}{escape(block.text)}</p>"
    return _table(block)


def _table(grid: Grid) -> str:
    rows = ["".join(_cell(box) for box in row) for row in grid.rows]
    split = grid.header_rows if grid.flagged else 0
    head = "".join(f"<tr>{row}</tr>" for row in rows[:split])
    body = "".join(f"<tr>{row}</tr>" for row in rows[split:])
    head = f"<thead>{head}</thead>" if head else ""  # an empty one hides the whole table
    return f"<table>{head}<tbody>{body}</tbody></table>"


def _cell(box: Box) -> str:
    fill = f' style="background:#{box.fill}"' if box.fill else ""
    text = "".join(f"<p>{escape(line)}</p>" for line in box.plain.split("\n"))
    return f"<td colspan={box.across} rowspan={box.down}{fill}>{text}</td>"
