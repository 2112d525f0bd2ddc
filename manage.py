#!/usr/bin/env python
"""Django's command line. A wrong setting ends it with one line.

Right after `make setup` or `make run` it needs no variable: see wsoa/runtime/local_defaults.py.
"""

import os
import sys

try:
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
except ModuleNotFoundError:
    sys.exit("wsoa: this Python has no Django; run make setup, then .venv/bin/python manage.py")

from wsoa.runtime.console import StepError
from wsoa.runtime.local_defaults import use_local_defaults_if_made


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wsoa.settings")
    try:
        use_local_defaults_if_made()
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, StepError) as error:
        sys.exit(f"wsoa: {error}")


if __name__ == "__main__":
    main()
