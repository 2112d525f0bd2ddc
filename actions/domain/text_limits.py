"""How many characters a text may have. More than one form keeps to each of them."""

LONGEST_TEXT = 20_000
