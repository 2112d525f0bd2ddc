"""The addresses at which a plan is changed: all for its programme manager alone."""

from __future__ import annotations

from itertools import product

# Of each part of a plan: what it is added to, and itself.
_PARTS = {
    "area": ("PLAN_KEY", "EDIT_AREA"),
    "outcome": ("EDIT_AREA", "EDIT_OUTCOME"),
    "measure": ("EDIT_ACTION", "MEASURE_6"),
    "term": ("PLAN_KEY", "EDIT_TERM"),
}
_METHODS = ("get", "post")  # what is sent is shown again: it lacks its decision
_OWN = "6.1.2"

# Name, method, and what follows the plan.
OF_THE_EDITOR: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("plan-editor", "get", ()),
    ("plan-readiness", "get", ()),
    *(("edit-terms", how, ()) for how in _METHODS),
    *((f"add-{part}", how, (to,)) for (part, (to, _)), how in product(_PARTS.items(), _METHODS)),
    *(
        (f"{verb}-{part}", how, (row,))
        for (part, (_, row)), verb, how in product(
            _PARTS.items(), ("edit", "move", "end"), _METHODS
        )
    ),
    *(("add-action", how, ("EDIT_OUTCOME",)) for how in _METHODS),
    *(
        (f"{verb}-action", how, (_OWN,))
        for verb, how in product(("edit", "move", "end", "split", "merge", "replace"), _METHODS)
    ),
)
