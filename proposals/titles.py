"""When two titles are the same title. Pure."""

import re
import unicodedata

_OTHER = re.compile(r"[^0-9a-z]+")


def title_key(title: str) -> str:
    """Letters and digits only, without case, accents or spacing: the form that is compared."""
    plain = unicodedata.normalize("NFKD", title).casefold()
    return _OTHER.sub("", "".join(c for c in plain if not unicodedata.combining(c)))
