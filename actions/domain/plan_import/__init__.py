"""What becomes of a recognised plan: answers, corrections, differences. Pure."""
