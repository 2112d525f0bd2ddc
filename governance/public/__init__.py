"""What readers without an account get: published files, their index, questions and email alerts."""
