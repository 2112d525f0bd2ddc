"""Every write to governance: one function for each verb, atomic, audited in its transaction."""
