"""The project: settings, addresses, the Celery app, and what stands below the three apps."""
