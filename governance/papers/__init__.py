"""Papers made of a plan: frozen documents, how they are compared and checked, and their formats."""
