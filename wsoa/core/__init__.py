"""Code that knows nothing of any app: months, text, forms, uploaded files."""
