"""What the pages of indicators show, ready to print."""
