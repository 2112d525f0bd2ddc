"""Easy Read: what a summary is made of, its drawings, and how easy its words are to read. Pure."""
