"""Readers for published statistics: one for each file layout, all returning the same plain rows.

Pure: a file goes in, rows come out. indicators/services/release_comparison.py compares the rows
with what is stored.
"""
