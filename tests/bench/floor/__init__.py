"""The floor: as little Django as can show and keep the same, on the same database."""
