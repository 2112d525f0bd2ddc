"""What the printed values of a plan mean: references, dates, leads, statuses, headings. Pure."""
