"""Signing in at a clinic's server: whom the provider vouches for, and who that is here."""

from datetime import UTC, datetime
from typing import Any

import streamlit as st

from services import Actor, Identity, NotAllowedError, Services


def identity() -> Identity | None:
    """Whom the provider vouches for in this browser; null where nobody signed in."""
    user: Any = st.user
    if not user.is_logged_in:
        return None
    return Identity(
        issuer=str(user.get("iss") or ""),
        subject=str(user.get("sub") or ""),
        email=user.get("email"),
        email_verified=user.get("email_verified") is True,
        display_name=str(user.get("name") or user.get("preferred_username") or ""),
        signed_in_utc=_instant(user.get("iat")) or datetime.fromtimestamp(0, UTC),
        expires_utc=_instant(user.get("exp")),
    )


def actor(services: Services) -> Actor:
    """The actor of this call; raises NotAllowedError where nobody signed in or there is no account."""
    here = identity()
    if here is None:
        raise NotAllowedError("Sign in first.")
    return services.accounts.sign_in(
        issuer=here.issuer,
        subject=here.subject,
        email=here.email,
        email_verified=here.email_verified,
        signed_in_utc=here.signed_in_utc,
        expires_utc=here.expires_utc,
    )


def _instant(seconds: Any) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int | float) else None
