"""What every app may use and what knows none of them: months, text, forms, uploaded files."""
