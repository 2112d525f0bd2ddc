"""Every write to indicators: one function for each verb."""
