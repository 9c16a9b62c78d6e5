"""The strict settings; the other files loosen them. Forgetting something leaves the portal closed, not open."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import environ

from portal.settings import env, media
from portal.settings.accounts import *  # noqa: F403 - a part of this file, in a room of its own
from portal.settings.policies import *  # noqa: F403 - as above

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = BASE_DIR / env.text("DATA_DIR")  # an absolute DATA_DIR replaces BASE_DIR

DEBUG = False
SECRET_KEY = env.text("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
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
    "home.people.apps.AccountsConfig",  # wagtail.users, with our views
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
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "portal.health.answers.HealthMiddleware",
    "portal.web.request_log.RequestLogMiddleware",
    "portal.web.hung_up.HungUpMiddleware",  # before any work, and within what is measured
    "django.middleware.security.SecurityMiddleware",
    "portal.web.static_files.StaticFilesMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",  # before readers are counted: who has a page reads it again
    "portal.audience.counting.AudienceMiddleware",  # before whatever answers from a cache
    "portal.cms.whole_pages.WholePagesMiddleware",  # before the policies: they are remembered with their page
    "portal.web.security_headers.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.web.security_headers.AdminPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "portal.web.finishing.FinishingMiddleware",  # within, so that the length is counted after it
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "portal.sign_in.session_limits.SessionLimitsMiddleware",
    "portal.sign_in.throttling.DeviceCookieMiddleware",
    "portal.sign_in.second_factor.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.cms.redirects.LastingRedirectMiddleware",
    "portal.cms.refusals.RefusalMiddleware",
    "directory.contact.desk.lost_session.LostSessionMiddleware",
]

AUDIENCE_WRITES = True
WHOLE_PAGES = True

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
            "builtins": ["portal.templatetags.portal_tags", "portal.templatetags.kept_parts"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Data ------------------------------------------------------------------------------------------------------------
DATABASES = {"default": environ.Env.db_url_config(env.text("DATABASE_URL") or f"sqlite:///{DATA_DIR}/portal.sqlite3")}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # A server that is gone is noticed within seconds. How long a query may take, ops/gunicorn.conf.py says.
    DATABASES["default"]["ENGINE"] = "portal.web.patient_postgres"
    noticed = {"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
    DATABASES["default"]["OPTIONS"] = noticed | DATABASES["default"].get("OPTIONS", {})
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
WEB_CONCURRENCY = env.number("WEB_CONCURRENCY")

MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"
STORAGES = {
    "default": media.storage(env.text("MEDIA_STORAGE_URL")),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

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
OPERATOR_MAILBOX = env.text("OPERATOR_MAILBOX")
SECURITY_MAILBOX = env.text("SECURITY_MAILBOX") or NATIONAL_MAILBOX
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
SECURE_HSTS_PRELOAD = env.flag("HSTS_PRELOAD")
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.web.error_views.forbidden"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail shows its previews in a frame of the same site
# W019 asks for DENY, see the line above; W021 for the preload list of browsers, see HSTS_PRELOAD in docs/operating.md.
SILENCED_SYSTEM_CHECKS = ["security.W019", "security.W021"]
if env.flag("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Wagtail ---------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Portail de l’insertion professionnelle"
WAGTAILADMIN_BASE_URL = PORTAL_URL
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français")]
WAGTAIL_CONTENT_LANGUAGES = [("fr", "Français")]
WAGTAIL_I18N_ENABLED = False
# Those of France. The whole list holds names that browsers do not know (« localtime » on Debian), where scripts stop.
WAGTAIL_USER_TIME_ZONES = [
    "Europe/Paris", "America/Cayenne", "America/Guadeloupe", "America/Marigot", "America/Martinique",
    "America/Miquelon", "America/St_Barthelemy", "Indian/Mayotte", "Indian/Reunion", "Pacific/Gambier",
    "Pacific/Marquesas", "Pacific/Noumea", "Pacific/Tahiti", "Pacific/Wallis",
]  # fmt: skip
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_ENABLE_UPDATE_CHECK = False  # the admin calls no outside site
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = True
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "portal.mail.password_reset.OutboxPasswordResetForm"  # nosec B105 # noqa: S105 - a form
WAGTAILADMIN_USER_LOGIN_FORM = "portal.sign_in.forms.PortalLoginForm"
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"
WAGTAILIMAGES_IMAGE_MODEL = "portal.PortalImage"
WAGTAILDOCS_DOCUMENT_MODEL = "portal.PortalDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# Files of editors: what is let in (portal.files.forms), and how it leaves (portal.files.serving).
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal.files.forms.SafeImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp", "svg"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_AVIF_QUALITY, WAGTAILIMAGES_WEBP_QUALITY = 35, 60  # the heaviest photograph at a head: 50 kB as AVIF
WAGTAILDOCS_DOCUMENT_FORM_BASE = "portal.files.forms.SafeDocumentForm"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []  # a PDF is kept, not opened under our address
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # no third party is asked for anything
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "portal.cms.admin_search", "SEARCH_CONFIG": "french"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # large pages in Wagtail's editor

# Search ----------------------------------------------------------------------------------------------------------
ELASTICSEARCH_URL = env.text("ELASTICSEARCH_URL")
ELASTICSEARCH_API_KEY, ELASTICSEARCH_CA = env.text("ELASTICSEARCH_API_KEY"), env.text("ELASTICSEARCH_CA")

# The portal ------------------------------------------------------------------------------------------------------
THEME = env.choice("THEME", ("etat", "neutre"))
CONTACT_CHALLENGE = env.flag("CONTACT_CHALLENGE")
CHECK_OUTSIDE_LINKS = env.flag("CHECK_OUTSIDE_LINKS")
# How long a request is kept after its last event, as its form says; then `directory.contact.retention` erases it.
REQUEST_KEPT_MONTHS = 24
REQUEST_KEPT_MONTHS_UNWANTED = 3

SENTRY_DSN = env.text("SENTRY_DSN")
LOG_FORMAT = env.choice("LOG_FORMAT", ("line", "json"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "portal.web.log_lines.SecretlessFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
        "json": {"()": "portal.web.log_lines.JsonFormatter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL")},
    "loggers": {
        "django": {"handlers": [], "level": env.text("LOG_LEVEL"), "propagate": True},
        # Both would write addresses as they were asked, past our formatter.
        "django.server": {"handlers": ["console"], "propagate": False},
        "gunicorn.error": {"handlers": ["console"], "propagate": False},
        # What would quote persons, also with LOG_LEVEL=DEBUG: the contexts of templates, parameters of queries.
        "django.template": {"level": "INFO"},
        "django.db.backends": {"level": "INFO"},
        "wagtail": {"level": "WARNING"},  # its INFO lines quote titles, and with them names of persons
        "django_tasks": {"level": "WARNING"},  # two lines for every reference that a save takes anew
        "elastic_transport": {"level": "ERROR"},  # a line a request; search.engines tells of outages, once
        "fontTools": {"level": "WARNING"},  # a line a sign of each face that is cut
    },
}
