"""Managers of models that are defined on top of the query sets."""

from __future__ import annotations

from typing import Any

from django.apps import apps


def rows_of(model: str) -> Any:
    """The default manager of a model of this app, by name, without importing the model."""
    return apps.get_model("actions", model)._default_manager
