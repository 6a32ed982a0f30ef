"""Public identifiers: unguessable, speakable, never a primary key."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 12


def new_code() -> str:
    """Twelve symbols out of 31, about 59 bits; no 0/O, 1/I/L."""
    number = secrets.randbelow(len(ALPHABET) ** LENGTH)  # one draw: a plan needs ten thousand codes
    symbols = []
    for _ in range(LENGTH):
        number, at = divmod(number, len(ALPHABET))
        symbols.append(ALPHABET[at])
    return "".join(symbols)
