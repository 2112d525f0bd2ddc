"""Reading that more than one page or service needs: scope, and what stood on a day."""
