"""Sheffield, and the browser of its programme manager, for the pages on people."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from actions.models import Plan
from wsoa.accounts.models import LocalArea


@pytest.fixture
def area(sheffield: Plan) -> LocalArea:
    return sheffield.local_area


@pytest.fixture
def browser(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("manager")
