"""Starting the service in containers and with `make run`, and enqueueing tasks."""
