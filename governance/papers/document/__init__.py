"""The document of a paper: its schema, canonical bytes, hash, and imprint."""
