"""Gathers the sentences of code and templates into the English catalogue, without the gettext programs.

A sentence that is gone leaves the catalogue; one that is new enters it empty, for a translator to fill.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = ROOT / "locale/en/LC_MESSAGES/django.po"
APPS = ("agencies", "competitions", "proposals", "judging", "kipp")
HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: KIPP\\n"
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
MARKS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


class Sentence(NamedTuple):
    place: str  # file:line
    context: str | None
    forms: tuple[str, ...]  # one, or singular and plural

    @property
    def id(self) -> str | tuple[str, ...]:
        return self.forms if len(self.forms) > 1 else self.forms[0]


def gather() -> list[Sentence]:
    """Every sentence marked for translation, in the order of the files."""
    code = [path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]
    pages = [path for path in sorted((ROOT / "templates").rglob("*")) if path.suffix in {".html", ".txt"}]
    files = [path for path in [*code, *pages] if "migrations" not in path.parts]
    return [sentence for path in files for sentence in read_sentences(path, path.read_text())]


def read_sentences(path: Path, text: str) -> Iterator[Sentence]:
    if path.suffix != ".py":
        text = templatize(text, origin=str(path))
        text = "\n".join(line.lstrip() for line in text.split("\n"))  # a template's indents mean nothing
    for line, function, messages, _ in extract_python(io.BytesIO(text.encode()), MARKS, (), {}):
        messages = messages if isinstance(messages, tuple) else (messages,)
        context, forms = _parted(MARKS[function], messages)
        if all(isinstance(form, str) for form in forms):  # not a name that is looked up later
            yield Sentence(f"{path.relative_to(ROOT)}:{line}", context, forms)


def _parted(spec, messages):
    places = spec or (1,)
    context = next((messages[place[0] - 1] for place in places if isinstance(place, tuple)), None)
    return context, tuple(messages[place - 1] for place in places if isinstance(place, int))


def read_catalogue(path: Path = ENGLISH) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="en", abort_invalid=True)


def merge(known: Catalog, sentences: list[Sentence]) -> Catalog:
    """The known translations of the given sentences, and no others."""
    merged = Catalog(locale="en")
    for sentence in sentences:
        old = known.get(sentence.id, sentence.context)
        merged.add(sentence.id, old.string if old else None, context=sentence.context)
    return merged


def write_catalogue(catalogue: Catalog, path: Path = ENGLISH) -> None:
    with path.open("wb") as file:
        file.write(HEADER.encode())
        write_po(file, catalogue, width=0, omit_header=True)


def list_missing(catalogue: Catalog) -> list[str | tuple[str, ...]]:
    """Sentences of which a form has no English."""
    return [message.id for message in catalogue if message.id and not _is_translated(message)]


def _is_translated(message) -> bool:
    forms = (message.string,) if isinstance(message.string, str) else message.string
    return bool(forms) and all(forms)


def main() -> None:
    merged = merge(read_catalogue(), gather())
    write_catalogue(merged)
    sys.stdout.write(f"{len(merged)} sentences, {len(list_missing(merged))} without English\n")


if __name__ == "__main__":
    main()
