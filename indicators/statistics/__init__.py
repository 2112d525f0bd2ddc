"""Official statistics: reading what others publish. Pure but for the files."""
