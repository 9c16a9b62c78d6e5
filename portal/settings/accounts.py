"""Settings of accounts: passwords, second factor, sessions, single sign-on. A part of the production settings."""

from __future__ import annotations

from urllib.parse import urlsplit

from portal.settings import env

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
AUTHENTICATION_BACKENDS = [
    "portal.sign_in.throttling.ThrottledBackend",
    "portal.sign_in.single_sign_on.SingleSignOn",
]
# Single sign-on (docs/operating.md): names with RP are those of mozilla-django-oidc.
OIDC_ISSUER = env.text("OIDC_ISSUER").rstrip("/")
OIDC_RP_CLIENT_ID, OIDC_RP_CLIENT_SECRET = env.text("OIDC_CLIENT_ID"), env.text("OIDC_CLIENT_SECRET")
OIDC_RP_SCOPES = "openid given_name usual_name email"
OIDC_RP_SIGN_ALGO = env.choice("OIDC_SIGN_ALGO", ("RS256", "ES256"))
OIDC_LEVELS, OIDC_DOMAINS = env.text("OIDC_LEVELS").split(), env.words("OIDC_DOMAINS")
OIDC_USE_PKCE = OIDC_STORE_ID_TOKEN = True  # the token ends the provider's session, too
OIDC_TIMEOUT = 5
LOCAL_LOGIN = env.flag("LOCAL_LOGIN") or not OIDC_ISSUER
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = LOCAL_LOGIN
SECOND_FACTOR = env.flag("SECOND_FACTOR")  # of everybody who enters the admin
OTP_TOTP_ISSUER = urlsplit(env.text("PORTAL_URL")).hostname or ""
SESSION_IDLE_SECONDS = 2 * 3600
SESSION_LONGEST_SECONDS = SESSION_COOKIE_AGE = 12 * 3600
