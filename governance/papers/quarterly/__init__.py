"""The quarterly update: built from the plan, cleared, and worded for every format."""
