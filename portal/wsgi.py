"""Entry point for a WSGI server: `gunicorn portal.wsgi`."""

from __future__ import annotations

import os

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
application = get_wsgi_application()

# A WSGI server runs no check of its own, and `runserver` none that reads the database. Both come through here: an
# error, such as accounts of the demonstration in production, stops the start instead of waiting for a reader of logs.
# The connection is closed again, since a server that preloads this module forks its workers from it.
call_command("check", databases=["default"])
connections.close_all()
