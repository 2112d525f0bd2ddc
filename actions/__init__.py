"""The plan and its progress: areas, outcomes, actions, measures, periods, updates."""
