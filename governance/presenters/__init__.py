"""Presenters of the governance pages: everything that the templates print."""
