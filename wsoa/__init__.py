"""The site: settings, addresses, the Celery app, and the rooms below the three apps."""
