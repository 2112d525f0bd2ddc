"""Rows of a table that are rendered once for each thing that they show."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.template import Context, Engine
from django.template.engine import Engine as TemplateEngine
from hypothesis import given
from hypothesis import strategies as st

_LOADER = "django.template.loaders.locmem.Loader"
_ROW = (
    "{% row %}{% rowhead %}{{ item.text }}{% endrowhead %}"
    "{% cell %}{{ item.number }}{% endcell %}{% endrow %}"
)
_TABLE = (
    '{{% table "A table" %}}'
    '{{% columns %}}{{% column "What" %}}{{% column "{head}" %}}{{% endcolumns %}}'
    "{rows}{{% endtable %}}"
)
_printed: list[str] = []


@dataclass(frozen=True)
class Item:
    words: str
    number: int

    @property
    def text(self) -> str:
        _printed.append(self.words)
        return self.words


def rendered(items: list[Item], rows: str, head: str = "How many") -> str:
    templates = {"row.html": _ROW, "page.html": _TABLE.format(head=head, rows=rows)}
    builtins = Engine.get_default().builtins
    engine = TemplateEngine(loaders=[(_LOADER, templates)], builtins=builtins)
    return engine.get_template("page.html").render(Context({"items": items}))


def kept(items: list[Item], head: str = "How many") -> str:
    return rendered(items, '{% rows items "row.html" %}', head)


def anew(items: list[Item], head: str = "How many") -> str:
    return rendered(items, f"{{% for item in items %}} {_ROW} {{% endfor %}}", head)


@given(items=st.lists(st.builds(Item, st.sampled_from(["a", "<b>", "", "'"]), st.integers(0, 2))))
def test_kept_rows_are_those_rendered_anew(items: list[Item]) -> None:
    assert kept(items) == anew(items)
    for head in ("Number", "“How” & many"):  # it labels the cells on a phone
        assert kept(items, head) == anew(items, head)


def test_row_is_rendered_again_only_where_its_item_changes() -> None:
    one, two = Item("one", 1), Item("two", 2)
    _printed.clear()
    kept([one, two])
    kept([two, one])
    kept([replace(one, number=3), two])
    assert _printed == ["one", "two", "one"]
