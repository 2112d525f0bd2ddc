"""Changing a plan. Each change is a row of its own, with the decision behind it.

`recording.py` is what every one of these services stands on; the others have a part of the plan
each.
"""
