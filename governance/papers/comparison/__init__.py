"""Comparison of two quarterly documents: normalised, compared, and described in sentences."""
