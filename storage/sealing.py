"""Sealed files (age): only who has the identity can open what was sealed to its recipient."""

from collections.abc import Sequence
from pathlib import Path

import pyrage  # type: ignore[import-untyped]
from pyrage import x25519

from storage.errors import SealBroken

MAGIC = b"age-encryption.org/"
"""How every sealed file begins."""


def recipient(text: str) -> str:
    """The public key, such as ``age1…``; raises ``ValueError``."""
    try:
        return str(x25519.Recipient.from_str(text.strip()))
    except pyrage.RecipientError as error:
        raise ValueError(str(error)) from None


def identities(text: str) -> list[str]:
    """The secret keys in an identity file, one a line, comments left out; raises ``ValueError`` when there is none."""
    lines = [line.strip() for line in text.splitlines()]
    try:
        found = [str(x25519.Identity.from_str(line)) for line in lines if line and not line.startswith("#")]
    except pyrage.IdentityError as error:
        raise ValueError(str(error)) from None
    if not found:
        raise ValueError("no identity")
    return found


def new_identity() -> tuple[str, str]:
    """A new pair: the identity to keep secret, and its recipient."""
    identity = x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def is_sealed(file: Path) -> bool:
    """Whether it can only be opened with an identity."""
    with file.open("rb") as opened:
        return opened.read(len(MAGIC)) == MAGIC


def seal(plain: Path, sealed: Path, recipients: Sequence[str]) -> None:
    """Encrypt one file into another, piece by piece."""
    with plain.open("rb") as source, sealed.open("wb") as target:
        pyrage.encrypt_io(source, target, [x25519.Recipient.from_str(each) for each in recipients])


def unseal(sealed: Path, plain: Path, keys: Sequence[str]) -> None:
    """Decrypt one file into another. Raises ``SealBroken`` when no key fits, or the file is not what was sealed."""
    try:
        with sealed.open("rb") as source, plain.open("wb") as target:
            pyrage.decrypt_io(source, target, [x25519.Identity.from_str(each) for each in keys])
    except pyrage.DecryptError as error:
        raise SealBroken(str(error)) from error
    except OSError as error:
        if error.errno is None:  # not the disk: the file ends too early, or is not what was sealed
            raise SealBroken(str(error)) from error
        raise
