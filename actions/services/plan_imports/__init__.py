"""A plan that comes in from a file: uploaded, read by a worker, answered, confirmed or undone."""
