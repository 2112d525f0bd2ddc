"""Every write to the plan’s progress: one verb each, atomic, audited in the same transaction."""
