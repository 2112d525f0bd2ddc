"""Words for queries, a file per model. No view or presenter writes a filter of its own."""
