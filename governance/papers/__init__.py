"""Papers made of a plan: what goes into them, and how they become a file."""
