"""Single sign-on by OpenID Connect in ProConnect's profile: code flow with PKCE, signed userinfo, level (acr), logout.

mozilla-django-oidc does the protocol; what is ours is who is let in, and a sentence for each way it may fail.
"""

from __future__ import annotations

import logging
from enum import Enum
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import jwt
import requests
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.exceptions import SuspiciousOperation
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from portal.models import User

if TYPE_CHECKING:
    from django.http import HttpRequest

logger = logging.getLogger(__name__)
DISCOVERY = "/.well-known/openid-configuration"
KEPT = 3600  # seconds that the provider's own description is believed
PATIENCE = 5  # seconds for each answer of the provider
ENDPOINTS = {
    "OIDC_OP_AUTHORIZATION_ENDPOINT": "authorization_endpoint",
    "OIDC_OP_TOKEN_ENDPOINT": "token_endpoint",  # nosec B105 # a name
    "OIDC_OP_USER_ENDPOINT": "userinfo_endpoint",
    "OIDC_OP_JWKS_ENDPOINT": "jwks_uri",
}


class Failure(Enum):
    """Why nobody was signed in, in words for them."""

    DOWN = (
        "Le service d’identification ne répond pas. Réessayez dans quelques minutes\u00a0; si cela dure, prévenez la "
        "personne qui gère les comptes."
    )
    STATE = (
        "Cette connexion a commencé ailleurs, ou il y a trop longtemps. Recommencez depuis cette page, dans le même "
        "navigateur."
    )
    NONCE = "La réponse du service d’identification ne correspond pas à cette connexion. Recommencez depuis cette page."
    SIGNATURE = (
        "La réponse du service d’identification n’est pas signée comme elle devrait l’être. Par prudence, elle est "
        "refusée\u00a0: prévenez la personne qui gère les comptes."
    )
    LEVEL = (
        "Le service d’identification n’a pas vérifié votre identité assez sûrement. Reconnectez-vous avec un second "
        "facteur (code ou carte)."
    )
    STRANGER = (
        "Votre identité est vérifiée, mais aucun compte n’existe ici pour cette adresse, et son domaine n’est pas de "
        "ceux qui sont admis. Demandez une invitation à la personne qui gère les comptes."
    )
    OTHER = (
        "Le compte de cette adresse appartient à une autre identité. Demandez à la personne qui gère les comptes de "
        "vérifier laquelle est la bonne."
    )
    CLOSED = "Ce compte est fermé. Demandez à la personne qui gère les comptes de le rouvrir."
    REFUSED = "Vous avez renoncé, ou le service d’identification a refusé. Recommencez quand vous voulez."


class SingleSignOnError(Exception):
    """Nobody is signed in, for this reason."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.name)
        self.failure = failure


def provider() -> dict[str, Any]:
    """What the provider says of itself; raise SingleSignOnError when it says nothing, or something of another."""
    key = f"portal:oidc:{settings.OIDC_ISSUER}"
    if found := cache.get(key):
        return dict(found)
    try:
        response = requests.get(settings.OIDC_ISSUER + DISCOVERY, timeout=PATIENCE)
        response.raise_for_status()
        found = response.json()
        complete = found["issuer"] == settings.OIDC_ISSUER and all(found[name] for name in ENDPOINTS.values())
    except (requests.RequestException, ValueError, KeyError, TypeError) as error:
        logger.warning("The provider of the single sign-on does not describe itself: %s.", type(error).__name__)
        raise SingleSignOnError(Failure.DOWN) from None
    if not complete:
        logger.error("The provider of the single sign-on is another than OIDC_ISSUER names.")
        raise SingleSignOnError(Failure.DOWN)
    cache.set(key, found, KEPT)
    return dict(found)


def setting(name: str, *default: Any) -> Any:
    """A setting of the library: the provider's addresses as it says them, all else as Django's settings do."""
    if name in ENDPOINTS:
        return provider()[ENDPOINTS[name]]
    return getattr(settings, name, *default)


class SingleSignOn(OIDCAuthenticationBackend):
    """Signs in who the provider names, when they are invited (an account has their address) or of a domain of ours."""

    get_settings = staticmethod(setting)

    def __init__(self) -> None:
        self.UserModel = get_user_model()  # the rest of the library's own waits: passwords pass through here, too

    def authenticate(self, request: HttpRequest | None, nonce: str | None = None, **further: Any) -> User | None:
        """The account; None for a sign-in that is none of ours; raise SingleSignOnError."""
        if request is None or nonce is None:
            return None
        super().__init__()
        try:
            return super().authenticate(request, nonce=nonce, code_verifier=further.get("code_verifier"))
        except (requests.RequestException, ValueError) as error:
            logger.warning("The provider of the single sign-on gave no token: %s.", type(error).__name__)
            raise SingleSignOnError(Failure.DOWN) from None

    def get_user(self, user_id: int) -> User | None:
        """The account of a session, unless it was closed meanwhile."""
        return User.objects.filter(pk=user_id, is_active=True).first()

    def verify_token(self, token: str, **options: Any) -> dict[str, Any]:
        """Signature, nonce, issuer and audience of a token."""
        try:
            claims: dict[str, Any] = super().verify_token(token, **options)
            audience = claims.get("aud")
            audience = audience if isinstance(audience, list) else [audience]
        except SuspiciousOperation as error:
            raise SingleSignOnError(Failure.NONCE if "Nonce" in str(error) else Failure.SIGNATURE) from None
        except (jwt.PyJWTError, KeyError, TypeError, AttributeError):
            raise SingleSignOnError(Failure.SIGNATURE) from None
        if claims.get("iss") != settings.OIDC_ISSUER or settings.OIDC_RP_CLIENT_ID not in audience:
            raise SingleSignOnError(Failure.SIGNATURE)
        return claims

    def get_userinfo(self, access_token: str, id_token: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Who it is: signed, and of the same person as the token."""
        headers = {"Authorization": f"Bearer {access_token}"}
        response = requests.get(self.OIDC_OP_USER_ENDPOINT, headers=headers, timeout=PATIENCE)
        response.raise_for_status()
        if not response.headers.get("Content-Type", "").lower().startswith("application/jwt"):
            raise SingleSignOnError(Failure.SIGNATURE)
        claims = self.verify_token(response.text)
        if not claims.get("sub") or claims["sub"] != payload.get("sub"):
            raise SingleSignOnError(Failure.SIGNATURE)
        return claims

    def get_or_create_user(self, access_token: str, id_token: str, payload: dict[str, Any]) -> User:
        """The account of the person; by the provider's key first, as addresses change hands."""
        if settings.OIDC_LEVELS and payload.get("acr") not in settings.OIDC_LEVELS:
            raise SingleSignOnError(Failure.LEVEL)
        claims = self.get_userinfo(access_token, id_token, payload)
        key, email = f"{claims['iss']} {claims['sub']}", str(claims.get("email", "")).strip().lower()
        user = User.objects.filter(provider_key=key).first() or self._invited(key, email, claims)
        if not user.is_active:
            raise SingleSignOnError(Failure.CLOSED)
        return user

    def _invited(self, key: str, email: str, claims: dict[str, Any]) -> User:
        """The one account with this address, from now on that of the person; or a new one without any right."""
        if "@" not in email or claims.get("email_verified") is False:
            raise SingleSignOnError(Failure.STRANGER)
        users = list(User.objects.filter(email__iexact=email)[:2])
        if len(users) > 1 or (users and users[0].provider_key):
            raise SingleSignOnError(Failure.OTHER)
        if users:
            User.objects.filter(pk=users[0].pk).update(provider_key=key)
            return users[0]
        if email.rpartition("@")[2] not in settings.OIDC_DOMAINS:
            raise SingleSignOnError(Failure.STRANGER)
        names = {"first_name": claims.get("given_name"), "last_name": claims.get("usual_name")}
        user = User(username=email[:150], email=email, provider_key=key)
        for field, name in names.items():
            setattr(user, field, str(name or "")[:150])
        user.set_unusable_password()
        user.save()
        return user


def logout_address(id_token: str, back: str) -> str:
    """Where the session of the provider ends too, and leads back from; ours when the provider has no such address."""
    try:
        address = provider().get("end_session_endpoint")
    except SingleSignOnError:
        return back
    query = urlencode({"id_token_hint": id_token, "post_logout_redirect_uri": back})
    return f"{address}?{query}" if address else back
