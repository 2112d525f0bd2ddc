"""The benchmark: the production server with Sheffield's plan, and beside it a bare Django view.

    python -m tests.bench       on SQLite, or on a database of its own where DATABASE_URL says

Absolute times differ from machine to machine and from hour to hour; what counts is how the pages
stand to the floor of the same run. It measures and is no test: a missed aim is not a failure.
"""
