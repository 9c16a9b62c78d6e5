"""What the test suite runs with: the strict settings, on throw-away data."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "tests-only-not-a-secret")
os.environ["SECOND_FACTOR"] = "false"  # but where tests of it say so
os.environ["PORTAL_URL"] = "http://testserver"
os.environ["DATA_DIR"] = os.environ.get("TEST_DATA_DIR") or tempfile.mkdtemp(prefix="portal-tests-")

from portal.settings.production import *  # noqa: F403 - production is the parent; the defaults must come first
from portal.settings.production import INSTALLED_APPS, MIDDLEWARE, STORAGES, TEMPLATES

INSTALLED_APPS = [*INSTALLED_APPS, "tests"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
MIDDLEWARE = [name for name in MIDDLEWARE if "static_files" not in name]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # slow hashing tests nothing of ours
TEMPLATES[0]["OPTIONS"]["debug"] = True
# Tests ask how a page is built; those of whole pages switch them on, browsers and servers have them.
WHOLE_PAGES = False
AUDIENCE_WRITES = False  # no test is interrupted by a timer that writes
SENTRY_DSN = ""
ELASTICSEARCH_URL = ""  # tests/engines gives the address of its node to the tests that ask it
# Wagtail's own index and table of references cost a third of every save, and no test asks them.
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
