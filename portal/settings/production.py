"""The strict settings; the other files loosen them. Forgetting something leaves the portal closed, not open."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE

from portal.settings import env

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = BASE_DIR / env.text("DATA_DIR")  # an absolute DATA_DIR replaces BASE_DIR

DEBUG = False
SECRET_KEY = env.text("SECRET_KEY")
PORTAL_URL = env.text("PORTAL_URL").rstrip("/")
ALLOWED_HOSTS = [urlsplit(PORTAL_URL).hostname or "", *env.words("ALLOWED_HOSTS")]
CSRF_TRUSTED_ORIGINS = [PORTAL_URL]

INSTALLED_APPS = [
    "home",
    "news",
    "directory.contact",
    "directory",
    "search",
    "portal.mail",
    "portal",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "phonenumber_field",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.web.security_headers.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.web.security_headers.AdminPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["portal.templatetags.portal_tags"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Data ------------------------------------------------------------------------------------------------------------
DATABASES = {"default": environ.Env.db_url_config(env.text("DATABASE_URL") or f"sqlite:///{DATA_DIR}/portal.sqlite3")}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # The web process and the mail sender write to the same file: readers never wait (WAL), and a transaction that
    # will write takes the lock at once, so that it waits its turn instead of failing half-way. FULL: a request that
    # was answered as stored survives a power cut too. secure_delete: what is erased is overwritten in the file.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA secure_delete=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": environ.Env.cache_url_config(env.text("CACHE_URL") or "locmemcache://")}
if CACHES["default"]["BACKEND"].endswith(".RedisCache"):
    CACHES["default"]["BACKEND"] = "portal.web.shared_cache.SharedCache"  # no page fails without it

MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# People ----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "portal.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "wagtailadmin_login"

# Language --------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
PHONENUMBER_DEFAULT_REGION = "FR"

# Mail ------------------------------------------------------------------------------------------------------------
_MAIL = environ.Env.email_url_config(env.text("EMAIL_URL") or "filemail://")
EMAIL_BACKEND = _MAIL["EMAIL_BACKEND"].replace(
    "django.core.mail.backends.smtp.EmailBackend", "portal.mail.smtp.SmtpBackend"
)
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_HOST = _MAIL["EMAIL_HOST"] or "localhost"
EMAIL_PORT = _MAIL["EMAIL_PORT"] or 25
EMAIL_HOST_USER = _MAIL["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = _MAIL["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS = _MAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _MAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10  # seconds: a stalling server must not hold the sender's lease
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("DEFAULT_FROM_EMAIL")
NATIONAL_MAILBOX = env.text("NATIONAL_MAILBOX")
REPLIES_URL, REPLIES_ADDRESS = env.text("REPLIES_URL"), env.text("REPLIES_ADDRESS")  # `manage.py read_replies`
# The outbox (docs/operating.md). The lease must outlast a slow attempt: a check compares it with both timeouts.
OUTBOX_VERDICT_SECONDS = 60  # how long a server may think about a message it has received
OUTBOX_LEASE_SECONDS = 240  # how long a killed sender keeps its message from the others
OUTBOX_DELAYS_SECONDS = (60, 5 * 60, 15 * 60, 3600, 6 * 3600)  # rest after each failed attempt; the last one repeats
OUTBOX_GIVE_UP_SECONDS = 5 * 24 * 3600  # then a message is marked, logged as an error and shown by --status
OUTBOX_LONGEST_PAUSE_SECONDS = 60  # between two looks at a mail server that does not answer
OUTBOX_BATCH = 50  # messages over one SMTP session
OUTBOX_WORDS_DAYS = 30  # how long the words of a mail that left are kept
OUTBOX_ROW_DAYS = 90  # and the rest of it, unless it belongs to something that is kept longer

# Protection ------------------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.web.error_views.forbidden"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail shows its previews in a frame of the same site
if env.flag("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
    }
}
# Wagtail's admin carries inline scripts and styles of its own; only signed-in staff meet this looser policy.
ADMIN_CONTENT_SECURITY_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "frame-src": [SELF],
    "worker-src": [SELF, "blob:"],
}

# Wagtail ---------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Portail de l’insertion professionnelle"
WAGTAILADMIN_BASE_URL = PORTAL_URL
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français")]
WAGTAIL_CONTENT_LANGUAGES = [("fr", "Français")]
WAGTAIL_I18N_ENABLED = False
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_ENABLE_UPDATE_CHECK = False  # the admin calls no outside site
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = True
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "portal.mail.password_reset.OutboxPasswordResetForm"  # noqa: S105 - a form
WAGTAILADMIN_USER_LOGIN_FORM = "portal.web.login_form.PortalLoginForm"
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"
WAGTAILIMAGES_IMAGE_MODEL = "portal.PortalImage"
WAGTAILDOCS_DOCUMENT_MODEL = "portal.PortalDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# Files of editors: what is let in (portal.cms.upload_forms), and how it leaves (portal.web.files).
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal.cms.upload_forms.SafeImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp", "svg"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_DOCUMENT_FORM_BASE = "portal.cms.upload_forms.SafeDocumentForm"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []  # a PDF is kept, not opened under our address
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # no third party is asked for anything
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "french"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # large pages in Wagtail's editor

# Search ----------------------------------------------------------------------------------------------------------
ELASTICSEARCH_URL = env.text("ELASTICSEARCH_URL")

# The portal ------------------------------------------------------------------------------------------------------
THEME = env.choice("THEME", ("etat", "neutre"))
CONTACT_CHALLENGE = env.flag("CONTACT_CHALLENGE")
# How long a request is kept after its last event, as its form says; then `directory.contact.retention` erases it.
REQUEST_KEPT_MONTHS = 24
REQUEST_KEPT_MONTHS_UNWANTED = 3

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL")},
    "loggers": {
        "django": {"handlers": [], "level": env.text("LOG_LEVEL"), "propagate": True},
        # What would quote persons, also with LOG_LEVEL=DEBUG: the contexts of templates, parameters of queries.
        "django.template": {"level": "INFO"},
        "django.db.backends": {"level": "INFO"},
        "wagtail": {"level": "WARNING"},  # its INFO lines quote titles, and with them names of persons
        "elastic_transport": {"level": "ERROR"},  # a line a request; search.engines tells of outages, once
    },
}
