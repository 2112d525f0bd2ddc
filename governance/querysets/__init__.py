"""The querysets of governance, a module for each model.

A queryset is defined below the models. To read rows of another model, it uses `manager`.
"""

from typing import Any

from django.apps import apps


def manager(model: str) -> Any:
    """The default manager of a model of this app, by the name of the model."""
    return apps.get_model("governance", model)._default_manager
