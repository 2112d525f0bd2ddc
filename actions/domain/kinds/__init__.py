"""Kinds of plan as data: their terms, statuses, clock, approvals, judgement and papers."""
