"""Who oversees the plan, and the papers that are made of it."""
