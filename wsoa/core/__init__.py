"""Code without knowledge of any app: months, text, forms, uploaded files."""
