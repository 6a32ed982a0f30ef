"""Canonical JSON against RFC 8785 and against itself."""

import json
from decimal import Decimal
from enum import IntEnum, StrEnum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kipp.lib import canonical


def test_dumps_object_sorts_keys_and_drops_spaces():
    assert canonical.dumps({"b": [1, True, None], "a": {"y": "", "x": -7}}) == (
        '{"a":{"x":-7,"y":""},"b":[1,true,null]}'
    )


def test_dumps_text_escapes_only_what_rfc_8785_escapes():
    # RFC 8785 section 3.2.2.2: the string of its example, and DEL which stays as it is.
    text = "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/\u007f"
    assert canonical.dumps(text) == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/\u007f"'


def test_dumps_control_characters_uses_short_forms_and_lower_case_hex():
    assert canonical.dumps("\b\t\n\f\r\x00\x1f") == '"\\b\\t\\n\\f\\r\\u0000\\u001f"'


def test_dumps_enums_writes_their_plain_values():
    class Kind(StrEnum):
        FINAL = "final"

    class Level(IntEnum):
        HIGH = 3

    assert canonical.dumps([Kind.FINAL, Level.HIGH]) == '["final",3]'


@pytest.mark.parametrize(
    ("value", "error", "sentence"),
    [
        (1.0, TypeError, "$: float has no canonical form"),
        ({"a": [0, {"b": 0.5}]}, TypeError, "$.a[1].b: float has no canonical form"),
        (Decimal("1"), TypeError, "$: Decimal has no canonical form"),
        ({1: "x"}, TypeError, "$: the key 1 is not a string"),
        ([{"é": 1}], ValueError, "$[0]: the key 'é' is not ASCII"),
        ([2**53], ValueError, f"$[0]: {2**53} is beyond 2^53 - 1; write it as a string"),
        (["\ud800"], ValueError, "$[0]: the text holds half a surrogate pair"),
    ],
)
def test_dumps_foreign_value_refuses_and_names_the_path(value, error, sentence):
    with pytest.raises(error) as caught:
        canonical.dumps(value)
    assert str(caught.value) == sentence


def test_sha256_text_hashes_its_utf8():
    # FIPS 180-2, example B.1.
    assert canonical.sha256("abc") == ("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(max_codepoint=127)), inner),
    max_leaves=12,
)


@settings(max_examples=50, deadline=None)
@given(plain)
def test_dumps_any_plain_value_reads_back_and_repeats(value):
    text = canonical.dumps(value)
    assert json.loads(text) == value
    assert canonical.dumps(json.loads(text)) == text
