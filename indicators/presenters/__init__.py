"""Presenters of the indicator pages: everything that the templates print."""
