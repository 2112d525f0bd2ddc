"""A read document recognised as a plan: areas, outcomes, actions, and every guess."""
