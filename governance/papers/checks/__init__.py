"""Checks before publication: personal data, claimed counts, figure placeholders."""
