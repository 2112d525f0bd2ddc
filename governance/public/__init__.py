"""The public side: published files, their index, questions and email alerts."""
