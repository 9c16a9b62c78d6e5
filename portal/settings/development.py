"""One machine, one developer: nothing to configure, nothing to install beside Python."""

from __future__ import annotations

import os

os.environ.setdefault("SECRET_KEY", "development-only-not-a-secret")
os.environ.setdefault("PORTAL_URL", "http://localhost:8000")
os.environ.setdefault("SECOND_FACTOR", "false")

from portal.settings.production import *  # noqa: F403 - production is the parent; the defaults must come first
from portal.settings.production import DATA_DIR, MIDDLEWARE, STORAGES

DEBUG = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# runserver serves the static files itself; visitors of the demonstration get the real "page not found".
MIDDLEWARE = [
    *(name for name in MIDDLEWARE if "static_files" not in name),
    "portal.web.error_views.FrenchNotFoundMiddleware",
]

DATA_DIR.mkdir(parents=True, exist_ok=True)
