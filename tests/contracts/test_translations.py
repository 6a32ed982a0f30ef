"""The English catalogue is whole: every sentence of code and templates, nothing else, nothing half done."""

import gettext
import io
import re
from collections import Counter

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from scripts.messages import ENGLISH, ROOT, Sentence, gather, merge, read_catalogue, read_sentences

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|%%|</?\w+>|\{\w+\}")


@pytest.fixture(scope="module")
def catalogue():
    return read_catalogue()


@pytest.fixture(scope="module")
def sentences():
    return gather()


def faults(sentence: Sentence, catalogue) -> list[str]:
    """What is wrong with the English of one sentence, each with its place."""
    found = catalogue.get(sentence.forms[0], sentence.context)
    english = _forms(found.string) if found else ()
    where = f"{sentence.place}: “{sentence.forms[0]}”"
    if not all(english) or not english or found.fuzzy:
        return [f"{where} has no English"]
    if len(sentence.forms) > 1 and len(english) < 2:
        return [f"{where} has no English plural"]
    return [
        f"{where} differs in its placeholders: “{form}”"
        for original, form in zip(_forms(found.id), english, strict=False)
        if placeholders(original) != placeholders(form)
    ]


def _forms(value) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def placeholders(text: str) -> Counter:
    return Counter(PLACEHOLDER.findall(text))


def test_every_sentence_has_its_english(sentences, catalogue):
    assert [fault for sentence in sentences for fault in faults(sentence, catalogue)] == []


def test_the_catalogue_holds_no_sentence_that_is_gone(sentences, catalogue):
    wanted = {(sentence.context, sentence.forms[0]) for sentence in sentences}
    held = [(message.context, _forms(message.id)[0]) for message in catalogue if message.id]
    assert [entry for entry in held if entry not in wanted] == []
    assert list(catalogue.obsolete) == []


def test_the_catalogue_carries_no_places_and_no_leftovers():
    """A line number in it would change with every edit elsewhere."""
    flags = {"#, python-format", "#, python-brace-format"}
    assert set(re.findall(r"^#.*", ENGLISH.read_text(), re.M)) == flags


def test_the_compiled_catalogue_answers_in_english_singular_and_plural(catalogue):
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    english = gettext.GNUTranslations(compiled)
    assert english.gettext("Simpan") == "Save"
    plurals = [message for message in catalogue if isinstance(message.id, tuple)]
    told = [english.ngettext(*message.id, number) for message in plurals for number in (1, 2)]
    assert told == [form for message in plurals for form in message.string]


def test_scripts_carry_no_words_of_their_own():
    """They read them from the page's data attributes, so that one catalogue holds every sentence."""
    said = re.compile(r"""(["'`])([A-Z][a-z]+(?: [a-z]+)+[.:…]?)\1""")
    scripts = sorted((ROOT / "static/js").glob("*.js"))
    assert {path.name: found for path in scripts if (found := said.findall(path.read_text()))} == {}


# --- The gatherer itself ------------------------------------------------------------------------------


def read(name: str, text: str) -> list[tuple]:
    return [tuple(sentence) for sentence in read_sentences(ROOT / name, text)]


def test_read_code_finds_every_mark_with_its_line():
    text = '_("Satu")\nx = ngettext("%d hal", "%d hal-hal", n) % n\n\n_("Dua " "tiga")\n_(name)\n"Bukan"\n'
    assert read("a.py", text) == [
        ("a.py:1", None, ("Satu",)),
        ("a.py:2", None, ("%d hal", "%d hal-hal")),
        ("a.py:4", None, ("Dua tiga",)),
    ]


def test_read_template_finds_tags_blocks_and_constants():
    text = (
        '<p>\n  {% translate "Satu" %} {# tidak: _("Nol") #}\n'
        "{% blocktranslate trimmed count n=n %}\n  {{ n }} hal\n{% plural %}\n  {{ n }} hal-hal 5%\n"
        '{% endblocktranslate %}{{ x|default:_("Dua") }}{% include "a" with b=_("Tiga") %}'
        '{% translate "Ruang" context "tempat" %}'
    )
    assert [entry[1:] for entry in read("a.html", text)] == [
        (None, ("Satu",)),
        (None, ("%(n)s hal", "%(n)s hal-hal 5%%")),
        (None, ("Dua",)),
        (None, ("Tiga",)),
        ("tempat", ("Ruang",)),
    ]
    assert read("a.html", text)[0][0] == "a.html:2"


def test_faults_name_the_place_and_the_sentence():
    known = (
        'msgid "Satu"\nmsgstr ""\n\n#, fuzzy\nmsgid "Dua"\nmsgstr "Two"\n\n'
        'msgid "%(n)s hal"\nmsgstr "%(m)s"\n'
    )
    catalogue = read_po(io.BytesIO(known.encode()), locale="en")
    sentences = [
        Sentence(f"a.py:{line}", None, (text,)) for line, text in enumerate(("Satu", "Dua", "%(n)s hal"))
    ]
    assert [fault for sentence in sentences for fault in faults(sentence, catalogue)] == [
        "a.py:0: “Satu” has no English",
        "a.py:1: “Dua” has no English",
        "a.py:2: “%(n)s hal” differs in its placeholders: “%(m)s”",
    ]
    assert faults(Sentence("a.py:9", None, ("Tiga",)), catalogue) == ["a.py:9: “Tiga” has no English"]


def test_merge_keeps_what_is_known_and_drops_what_is_gone():
    known = read_po(io.BytesIO(b'msgid "Satu"\nmsgstr "One"\n\nmsgid "Lama"\nmsgstr "Old"\n'), locale="en")
    merged = merge(known, [Sentence("a.py:1", None, ("Satu",)), Sentence("a.py:2", None, ("Baru",))])
    assert [(message.id, message.string) for message in merged if message.id] == [
        ("Satu", "One"),
        ("Baru", None),
    ]
