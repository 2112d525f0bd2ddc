"""What the pages of governance show, ready to print: templates do no sums."""
