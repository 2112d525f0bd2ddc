"""How one can tell that things are getting better: key outcomes, intentions, indicators."""
