"""What the container and `make run` start, and how tasks reach a worker."""
