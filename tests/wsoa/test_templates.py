"""Template formatting and components."""

import re
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import get_template

from wsoa.web.pagination import page_links

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
EMAILS = sorted((ROOT / "templates").rglob("*.txt"))


def render(source: str, **values: object) -> str:
    return Template(source).render(Context(values))


def test_no_line_is_longer_than_120_characters():
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in (*TEMPLATES, *EMAILS)
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(line) > 120
    ]

    assert long == []


def fault_of(name: str) -> str:
    """Why a template does not compile; empty if it does."""
    try:
        get_template(name)
    except TemplateSyntaxError as error:
        return str(error)
    return ""


def test_every_template_compiles():
    names = [str(path.relative_to(ROOT / "templates")) for path in TEMPLATES]
    assert {name: fault for name in names if (fault := fault_of(name))} == {}


def test_a_paragraph_of_an_email_is_one_line_however_its_template_is_written():
    paragraph = "The link\n{% if by %}of {{ by }}{% endif %}\nends.\n"
    source = f"{{% filter joined %}}\n{paragraph}{{% endfilter %}}"

    assert render(source, by="Ann") == "The link of Ann ends."


def test_template_indentation_is_not_sent():
    assert "\n" not in get_template("base.html").template.source


def test_cells_take_label_and_kind_from_their_column():
    html = render(
        '{% table "Counts" %}{% columns %}{% column "Area" %}{% column "Of {}" total num %}'
        "{% endcolumns %}{% row %}{% rowhead %}5{% endrowhead %}{% cell %}{{ n }}{% endcell %}"
        "{% endrow %}{% endtable %}",
        total=89,
        n="<3",
    )

    assert (
        '<td role="cell" class="govuk-table__cell govuk-table__cell--numeric" data-l="Of 89">'
        in html
    )
    assert "&lt;3" in html
    assert html.count("<tbody") == html.count("</tbody>") == 1


def test_columns_may_depend_on_a_condition():
    source = (
        '{% table "T" %}{% columns %}{% column "A" %}{% if more %}{% column "B" %}{% endif %}'
        '{% column "C" %}{% endcolumns %}{% row %}{% rowhead %}a{% endrowhead %}'
        "{% if more %}{% cell %}b{% endcell %}{% endif %}{% cell %}c{% endcell %}{% endrow %}"
        "{% endtable %}"
    )

    assert 'data-l="C">c' in render(source, more=True)
    assert 'data-l="C">c' in render(source, more=False)


def test_filled_in_text_is_escaped():
    html = render('{% card "Questions of {}" who %}{{ what }}{% endcard %}', who="<b>", what="<i>")

    assert "Questions of &lt;b&gt;" in html
    assert "&lt;i&gt;" in html


def test_a_slot_must_come_first():
    with pytest.raises(TemplateSyntaxError, match="first thing"):
        Template('{% section "A" %}<p>x</p>{% remark %}r{% endremark %}{% endsection %}')


def test_a_message_is_a_notification_banner():
    html = render('{% banner kind="success" id="saved" %}<p>Sent.</p>{% endbanner %}')

    assert 'aria-labelledby="saved-title"' in html
    assert "govuk-notification-banner--success" in html


def test_component_attributes_are_escaped():
    html = render('{% section "A" id=name labelled %}{% endsection %}', name='x"')

    assert 'id="x&quot;" aria-labelledby="h-x&quot;">' in html


def pages_of(numbers: int, current: int) -> str:
    page = Paginator(range(numbers), 1).page(current)
    links = page_links(page, lambda number: f"/list/?page={number}&x=1")
    return render('{% pagination "Pages of the list" links=links %}', links=links)


def test_pagination_links_to_its_neighbours_and_the_ends():
    html = pages_of(numbers=9, current=5)

    assert 'aria-label="Pages of the list"' in html
    assert re.findall(r'aria-label="Page (\d+)"', html) == ["1", "4", "5", "6", "9"]
    assert html.count("govuk-pagination__item--ellipsis") == 2
    assert re.findall(r'page=(\d)&amp;x=1" rel="(\w+)"', html) == [("4", "prev"), ("6", "next")]
    assert re.findall(r'aria-label="Page (\d)" aria-current="page"', html) == ["5"]


def test_pagination_of_one_page_is_nothing():
    assert pages_of(numbers=1, current=1).strip() == ""


@pytest.mark.parametrize(("current", "directions"), [(1, ["next"]), (9, ["prev"])])
def test_pagination_at_an_end_leads_one_way(current, directions):
    assert re.findall(r'rel="(\w+)"', pages_of(numbers=9, current=current)) == directions


def test_a_warning_button_keeps_its_red_beside_the_brand():
    css = (ROOT / "static" / "css" / "app.css").read_text()
    rules = re.findall(r"^(\.govuk-button[^{]*)\{([^}]*)\}", css, re.M)
    painted = [selector for selector, rule in rules if "var(--brand" in rule]

    assert len(painted) == 2
    assert all("govuk-button--warning)" in selector for selector in painted)
