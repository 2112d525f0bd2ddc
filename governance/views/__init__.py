"""Pages of governance, reports and publications."""
