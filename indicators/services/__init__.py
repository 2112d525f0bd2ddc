"""Every write to indicators: one verb each."""
