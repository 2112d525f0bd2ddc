"""Files with a plan in them, read into one model of a document: headings, paragraphs, tables."""
