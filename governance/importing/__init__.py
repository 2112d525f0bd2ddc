"""Loading a plan and its governance from files."""
