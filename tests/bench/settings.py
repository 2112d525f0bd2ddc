"""Settings of the server that is measured: those of production, and a header with the queries."""

from wsoa.settings import *  # noqa: F403
from wsoa.settings import MIDDLEWARE

MIDDLEWARE = ["tests.bench.counting.CountQueries", *MIDDLEWARE]
