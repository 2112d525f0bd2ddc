"""What is different between two quarterly documents: normalised, compared, and put in sentences."""
