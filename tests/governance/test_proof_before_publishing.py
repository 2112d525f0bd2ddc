"""Signing and publishing ask who somebody is if the last proof is older than ten minutes."""

from __future__ import annotations

import pytest

from tests.support.publishing_steps import *  # noqa: F403 (fixtures)

pytestmark = pytest.mark.django_db
