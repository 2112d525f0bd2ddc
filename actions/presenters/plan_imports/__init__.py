"""The pages on which a plan is brought in from a file."""
