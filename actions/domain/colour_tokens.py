"""The colours as a style sheet, so that pages and papers share the tables that formats read."""

from actions.domain.kinds.scale import FIVE, StatusScale
from actions.domain.status_palette import HUES
from wsoa.core.colours import COLOURS


def style_sheet() -> str:
    """The text of static/css/tokens.css: a custom property for each colour, a rule for each status.

    A status called `at_risk` gives `--at_risk` (words and shape) and `--at_risk-tint`; its chip
    `.app-st--at_risk` takes both as `--c` and `--b`. A status of a plan's own key has a second
    class, of its hue, such as `.app-hue--purple`, which comes after and is stronger.
    """
    colours = dict(COLOURS)
    for status in FIVE.by_code.values():
        colours |= {status.value: status.hue.ink, f"{status.value}-tint": status.hue.tint}
    for name, hue in HUES.items():
        colours |= {f"hue-{name}": hue.ink, f"hue-{name}-tint": hue.tint}
    properties = "".join(f"  --{name}: {colour};\n" for name, colour in colours.items())
    chips = "".join(
        f".app-st--{code} {{ --c: var(--{code}); --b: var(--{code}-tint) }}\n"
        for code in (status.value for status in FIVE.by_code)
    )
    hues = "".join(
        f".app-st.app-hue--{name} {{ --c: var(--hue-{name}); --b: var(--hue-{name}-tint) }}\n"
        for name in HUES
    )
    return f"/* Written by `manage.py write_tokens`. */\n:root {{\n{properties}}}\n{chips}{hues}"


def print_rules(scale: StatusScale = FIVE) -> str:
    """For printed papers: a rule for each status, for a word with the class `s` and its code.

    The shape before the word is fetched by the address `shape:` and the code.
    """
    return "".join(
        f'.s.{code} {{ color: {_ink(scale, code)}; background-image: url("shape:{code}") }}\n'
        for code in (status.value for status in FIVE.by_code)
    )


def _ink(scale: StatusScale, code: str) -> str:
    status = scale.status(code)
    return f"var(--hue-{status.hue_name})" if status.is_own else f"var(--{code})"
