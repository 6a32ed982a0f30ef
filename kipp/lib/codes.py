"""Public identifiers: unguessable, speakable, never a primary key."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 12


def new_code() -> str:
    """Twelve symbols out of 31, about 59 bits; no 0/O, 1/I/L."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
