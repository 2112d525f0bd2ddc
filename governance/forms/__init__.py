"""The forms of governance, a module for each thing that is written."""
