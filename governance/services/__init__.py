"""Every write to governance: one verb each, atomic, audited in the same transaction."""
