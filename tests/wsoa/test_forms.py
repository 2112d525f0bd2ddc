"""How fields look: label, hint, error, and what ties them together for a screen reader."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from wsoa.core.forms.base import Form, Radios


class Questionnaire(Form):
    name = forms.CharField(help_text="As on your badge", error_messages={"required": "Say who"})
    notes = forms.CharField(widget=forms.Textarea(attrs={"class": "wide"}), required=False)
    size = forms.ChoiceField(choices=[("", "Choose"), ("s", "Small")], required=False)
    colour = forms.ChoiceField(
        choices=[("r", "Red"), ("b", "Blue")],
        widget=Radios(hints={"b": "Like the sky"}),
        error_messages={"required": "Choose a colour"},
    )
    sure = forms.BooleanField(required=False, help_text="Think twice")
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class QuestionnaireWithErrors(Questionnaire):
    def clean(self) -> None:
        raise ValidationError("All of it is wrong")


def html_of(form: forms.Form, name: str) -> str:
    return re.sub(r"(?<=>)\s+(?=<)", "", form[name].as_field_group())


def test_a_field_ties_label_and_hint_to_its_input():
    assert html_of(Questionnaire(), "name") == (
        '<div class="govuk-form-group">'
        '<label class="govuk-label govuk-label--s" for="id_name">Name</label>'
        '<div id="id_name_helptext" class="govuk-hint app-s">As on your badge</div>'
        '<input type="text" name="name" dir="auto" aria-describedby="id_name_helptext" '
        'id="id_name" '
        'class="govuk-input">'
        "</div>"
    )


def test_a_field_error_is_visible_and_linked_for_screen_readers():
    assert html_of(Questionnaire({}), "name") == (
        '<div class="govuk-form-group govuk-form-group--error">'
        '<label class="govuk-label govuk-label--s" for="id_name">Name</label>'
        '<div id="id_name_helptext" class="govuk-hint app-s">As on your badge</div>'
        '<p id="id_name_error" class="govuk-error-message">'
        '<span class="govuk-visually-hidden">Error:</span> Say who</p>'
        '<input type="text" name="name" dir="auto" aria-invalid="true" '
        'aria-describedby="id_name_helptext id_name_error" id="id_name" '
        'class="govuk-input govuk-input--error">'
        "</div>"
    )


def test_radios_are_in_a_fieldset_and_may_have_hints():
    assert html_of(Questionnaire({"colour": "r"}), "colour") == (
        '<div class="govuk-form-group">'
        '<fieldset class="govuk-fieldset">'
        '<legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Colour</legend>'
        '<div class="govuk-radios govuk-radios--small" data-module="govuk-radios" id="id_colour">'
        '<div class="govuk-radios__item">'
        '<input type="radio" name="colour" value="r" id="id_colour_0" checked '
        'class="govuk-radios__input">'
        '<label class="govuk-label govuk-radios__label" for="id_colour_0">Red</label>'
        "</div>"
        '<div class="govuk-radios__item">'
        '<input type="radio" name="colour" value="b" id="id_colour_1" '
        'aria-describedby="id_colour_1_hint" class="govuk-radios__input">'
        '<label class="govuk-label govuk-radios__label" for="id_colour_1">Blue</label>'
        '<div id="id_colour_1_hint" class="govuk-hint govuk-radios__hint app-s">'
        "Like the sky</div>"
        "</div>"
        "</div>"
        "</fieldset>"
        "</div>"
    )


def test_the_fieldset_of_wrong_radios_is_described_by_the_error():
    html = html_of(Questionnaire({}), "colour")
    assert '<fieldset class="govuk-fieldset" aria-describedby="id_colour_error">' in html
    assert "aria-invalid" not in html


def test_a_checkbox_is_followed_by_label_and_hint():
    assert html_of(Questionnaire(), "sure") == (
        '<div class="govuk-form-group">'
        '<div class="govuk-checkboxes govuk-checkboxes--small" data-module="govuk-checkboxes">'
        '<div class="govuk-checkboxes__item">'
        '<input type="checkbox" name="sure" aria-describedby="id_sure_helptext" id="id_sure" '
        'class="govuk-checkboxes__input">'
        '<label class="govuk-label govuk-checkboxes__label" for="id_sure">Sure</label>'
        '<div id="id_sure_helptext" class="govuk-hint govuk-checkboxes__hint app-s">'
        "Think twice</div>"
        "</div></div>"
        "</div>"
    )


def test_a_field_own_classes_are_kept():
    form = Questionnaire()
    assert 'class="govuk-textarea wide"' in str(form["notes"])
    assert str(form["notes"]) == str(form["notes"])
    assert 'class="govuk-select"' in str(form["size"])


def test_rendering_a_single_radio_twice_gives_the_same():
    radio = Questionnaire()["colour"][1]
    assert (
        radio.tag()
        == radio.tag()
        == (
            '<input type="radio" name="colour" value="b" id="id_colour_1" '
            'aria-describedby="id_colour_1_hint" class="govuk-radios__input">'
        )
    )


def test_hints_with_user_text_are_escaped():
    class FormWithUserHint(Form):
        said = forms.CharField(help_text="Last time: <script>alert(1)</script>")

    assert "Last time: &lt;script&gt;" in html_of(FormWithUserHint(), "said")


def test_the_error_summary_lists_every_error_in_order_with_a_link():
    form = QuestionnaireWithErrors({"seen": "x"})
    assert form.error_summary == [
        ("id_name", "All of it is wrong"),
        ("id_name", "Enter a whole number."),
        ("id_name", "Say who"),
        ("id_colour_0", "Choose a colour"),
    ]


def test_the_error_summary_links_to_fields_and_is_focusable():
    html = render_to_string("forms/_error_summary.html", {"form": Questionnaire({})})
    assert '<a href="#id_name">Say who</a>' in html
    assert '<a href="#id_colour_0">Choose a colour</a>' in html
    assert '<div role="alert">' in html
    assert 'tabindex="-1"' in html


def test_without_errors_there_is_no_error_summary():
    for form in (Questionnaire(), Questionnaire({"name": "A", "colour": "r"})):
        assert render_to_string("forms/_error_summary.html", {"form": form}).strip() == ""


def test_browser_validation_is_off():
    assert " required" not in str(Questionnaire())
