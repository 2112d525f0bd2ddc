"""Queries that several pages or services need: scope, and the state as at a day."""
