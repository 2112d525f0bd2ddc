"""Archives: a zip file whose manifest names every entry with its size and SHA-256."""
