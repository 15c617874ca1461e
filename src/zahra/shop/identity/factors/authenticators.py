"""What is asked of authenticators, and whether what they answer is right.

Everything here is checked by the `webauthn` library: challenge, origin, relying party, the
person's gesture, the signature. The counter is ours: one that went back means that the passkey
was copied, which somebody must hear of. The library is loaded with the first passkey: 0.2 s that
jobs and commands need not wait.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zahra.base import ids
from zahra.shop.identity.factors.errors import PasskeyRefused
from zahra.shop.identity.factors.model import NewPasskey, StoredPasskey
from zahra.shop.identity.factors.relying_party import RelyingParty
from zahra.shop.identity.model import Account


@dataclass(frozen=True, slots=True)
class Used:
    """A right answer of a passkey."""

    sign_count: int
    is_backed_up: bool


def creation_options(
    party: RelyingParty, account: Account, label: str, *, challenge: bytes, known: Sequence[bytes]
) -> Mapping[str, Any]:
    """For `navigator.credentials.create`: a passkey that names its owner by itself and asks for
    their finger, face or PIN; not on an authenticator that has one of `known`."""
    import webauthn
    from webauthn.helpers import structs

    options = webauthn.generate_registration_options(
        rp_id=party.id,
        rp_name=party.name,
        user_id=account.id.bytes,
        user_name=label,
        challenge=challenge,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=each) for each in known],
    )
    return json.loads(webauthn.options_to_json(options))


def request_options(
    party: RelyingParty, *, challenge: bytes, known: Sequence[bytes] = ()
) -> Mapping[str, Any]:
    """For `navigator.credentials.get`: one of `known`, or whichever the person chooses."""
    import webauthn
    from webauthn.helpers import structs

    options = webauthn.generate_authentication_options(
        rp_id=party.id,
        challenge=challenge,
        allow_credentials=[structs.PublicKeyCredentialDescriptor(id=each) for each in known],
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    return json.loads(webauthn.options_to_json(options))


def passkey_made(
    party: RelyingParty, credential: Mapping[str, Any], *, challenge: bytes, name: str
) -> NewPasskey:
    """The passkey that an authenticator made. Raises PasskeyRefused."""
    import webauthn

    try:
        made = webauthn.verify_registration_response(
            credential=dict(credential),
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except Exception as why:  # whatever its parsers raise about what a stranger sent
        raise PasskeyRefused from why
    return NewPasskey(
        ids.new(),
        made.credential_id,
        made.credential_public_key,
        made.sign_count,
        made.credential_backed_up,
        name,
    )


def passkey_used(
    party: RelyingParty,
    credential: Mapping[str, Any],
    passkey: StoredPasskey,
    *,
    challenge: bytes,
) -> Used:
    """What a passkey answered; its counter is for `is_copied`. Raises PasskeyRefused."""
    import webauthn

    try:
        used = webauthn.verify_authentication_response(
            credential=dict(credential),
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except Exception as why:  # as above
        raise PasskeyRefused from why
    if _user_handle(credential) not in (None, passkey.user_id.bytes):
        raise PasskeyRefused
    return Used(used.new_sign_count, used.credential_backed_up)


def is_copied(passkey: StoredPasskey, used: Used) -> bool:
    """Whether a counter that counts did not go on: two authenticators have this passkey's key.

    Passkeys that are kept in an account's cloud say 0 for ever (Web Authentication, 6.1.1).
    """
    counts = used.sign_count > 0 or passkey.sign_count > 0
    return counts and used.sign_count <= passkey.sign_count


def credential_id(credential: Mapping[str, Any]) -> bytes:
    """By which id the authenticator knows the passkey. Raises PasskeyRefused."""
    found = _bytes_of(credential.get("id"))
    if not found:
        raise PasskeyRefused
    return found


def _user_handle(credential: Mapping[str, Any]) -> bytes | None:
    """Whose the authenticator says it is, if it says."""
    told = credential["response"].get("userHandle")
    return _bytes_of(told) if told else None


def _bytes_of(told: Any) -> bytes:
    from webauthn.helpers import base64url_to_bytes

    try:
        return base64url_to_bytes(told)
    except (TypeError, ValueError, AttributeError):
        return b""
