"""Publications and reports: frozen documents, their comparison, their checks, and their formats."""
