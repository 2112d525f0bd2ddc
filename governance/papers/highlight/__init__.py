"""The board's highlight report: built as at a day, in sections, and worded for its formats."""
