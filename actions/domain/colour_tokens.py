"""The colours as a style sheet, so that pages and papers share the tables that formats read."""

from actions.domain.enums import LOOKS
from wsoa.core.colours import COLOURS


def style_sheet() -> str:
    """The text of static/css/tokens.css: a custom property for each colour, a rule for each status.

    A status called `at_risk` gives `--at_risk` (words and shape) and `--at_risk-tint`; its chip
    `.app-st--at_risk` takes both as `--c` and `--b`.
    """
    colours = dict(COLOURS)
    for status, look in LOOKS.items():
        colours |= {status.value: look.ink, f"{status.value}-tint": look.tint}
    properties = "".join(f"  --{name}: {colour};\n" for name, colour in colours.items())
    chips = "".join(
        f".app-st--{code} {{ --c: var(--{code}); --b: var(--{code}-tint) }}\n"
        for code in (status.value for status in LOOKS)
    )
    return f"/* Written by `manage.py write_tokens`. */\n:root {{\n{properties}}}\n{chips}"


def print_rules() -> str:
    """For printed papers: a rule for each status, for a word with the class `s` and its code.

    The shape before the word is fetched by the address `shape:` and the code.
    """
    return "".join(
        f'.s.{code} {{ color: var(--{code}); background-image: url("shape:{code}") }}\n'
        for code in (status.value for status in LOOKS)
    )
