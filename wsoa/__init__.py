"""The site: settings, addresses, the Celery app, and the code below the three apps."""
