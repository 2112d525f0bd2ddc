"""The WSGI app: published files from disk, and Django for everything else."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wsoa.settings")

django = get_wsgi_application()

# Only once Django is set up.
from governance.public.static_server import PublishedFilesApp, shown_folder  # noqa: E402

application = PublishedFilesApp(django, shown_folder())
