"""GOV.UK markup for every field of every form, including sign-in.

The classes are defined here, in one table. templates/forms/ has the markup around a field, and
templates/django/forms/widgets/ the few widgets whose markup differs from Django's own.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django import forms
from django.core.validators import MaxLengthValidator
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

_INPUT: Final = "govuk-input"
_CLASSES: Final = {
    "text": _INPUT,
    "email": _INPUT,
    "password": _INPUT,
    "number": _INPUT,
    "search": _INPUT,
    "tel": _INPUT,
    "url": _INPUT,
    "date": _INPUT,
    "datetime": _INPUT,
    "time": _INPUT,
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "file": "govuk-file-upload",
    "clearable_file_input": "govuk-file-upload",
    "checkbox": "govuk-checkboxes__input",
    "checkbox_option": "govuk-checkboxes__input",
    "radio_option": "govuk-radios__input",
}
_TICKED: Final = {"checkbox", "checkbox_option", "radio_option"}
_NOT_PROSE: Final = {"email", "password", "url"}
_TYPED: Final = {"text", "textarea", "search"}  # what may be of any language


class GovukRenderer(TemplatesSetting):
    """Renders with the project's templates, and with Django's own where the project has none."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        if "widget" in context:
            context = context | {"widget": _dressed(context["widget"])}
        return super().render(template_name, context, request)


def _dressed(widget: dict[str, Any]) -> dict[str, Any]:
    """The widget's context with the classes of its type, and those of its parts.

    Returns a copy, because Django may render one context twice.
    """
    kind = widget["template_name"].rpartition("/")[2].removesuffix(".html")
    if kind == "text":  # a text widget may have been told to be of another type
        kind = widget.get("type", kind)
    dressed = widget | {"attrs": _attributes(kind, widget["attrs"])}
    if kind in {"radio", "checkbox_select"}:
        dressed["optgroups"] = [
            (group, [_dressed(option) for option in options], index)
            for group, options, index in widget["optgroups"]
        ]
    if "subwidgets" in widget:
        dressed["subwidgets"] = [_dressed(part) for part in widget["subwidgets"]]
    return dressed


def _attributes(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    attrs = dict(given)
    if kind not in _CLASSES:
        return attrs
    own = [_CLASSES[kind]]
    if kind in _TICKED:
        # The group says that something is wrong; of one radio among five it would be untrue.
        attrs.pop("aria-invalid", None)
    elif attrs.get("aria-invalid"):
        own.append(f"{_CLASSES[kind]}--error")
    if kind == "password":
        own += ["govuk-password-input__input", "govuk-js-password-input-input"]
    attrs["class"] = " ".join([*own, *str(attrs.get("class", "")).split()])
    if kind in _TYPED:
        attrs = {"dir": "auto"} | attrs  # a text in Urdu or Arabic is written from the right
    if kind in _NOT_PROSE:
        attrs = {"spellcheck": "false", "autocapitalize": "none"} | attrs
    return attrs


class FormProblem(NamedTuple):
    """One line of an error summary: the field that it links to (may be empty), and the message."""

    field_id: str
    message: str


if TYPE_CHECKING:
    _AnyForm = forms.Form
else:
    _AnyForm = object


class GovukFormMixin(_AnyForm):
    """The features of this project's forms, as a mixin also for forms of other packages."""

    # The page says what is wrong, in its own words, for every browser alike.
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    @property
    def error_summary(self) -> list[FormProblem]:
        """All errors in the order of the fields, those of the whole form first.

        An error of the whole form links to the first field, so that its link has a target.
        """
        shown = self.visible_fields()
        first = _id_of(shown[0]) if shown else ""
        lines = [(first, message) for message in self.non_field_errors()]
        lines += [(first, message) for field in self.hidden_fields() for message in field.errors]
        lines += [(_id_of(field), message) for field in shown for message in field.errors]
        return [FormProblem(field_id, str(message)) for field_id, message in lines]


def _id_of(field: forms.BoundField) -> str:
    """Where a link to the field should put the cursor: the first of a group of buttons."""
    return field.id_for_label or f"{field.auto_id}_0"


class Form(GovukFormMixin, forms.Form):
    """The base of this project's forms.

    In a template: `{% include "forms/_error_summary.html" with form=form %}` first in main, then
    `{{ form.name_of_field.as_field_group }}` for each field, or `{{ form }}` for all. A field with
    other markup gets its own `template_name`.
    """


def at_most(longest: int, label: str = "") -> MaxLengthValidator:
    """A validator of a text's length; its message names the field if the form has several texts.

    Used instead of max_length, whose attribute lets the browser silently cut off pasted text.
    """
    return MaxLengthValidator(
        longest,
        f"{label or 'Text'} must be {longest:,} characters or fewer. You entered %(show_value)s. "
        "Nothing was saved. Shorten it and send it again.",
    )


class Radios(forms.RadioSelect):
    """Radio buttons with an optional hint below each label."""

    def __init__(self, *args: Any, hints: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints = hints or {}

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        hint = self.hints.get(str(option["value"]), "")
        if hint and (own_id := option["attrs"].get("id")):
            option["attrs"]["aria-describedby"] = f"{own_id}_hint"
        return option | {"hint": hint}
