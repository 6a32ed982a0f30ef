from kipp import env


def test_read_bool_understands_words():
    assert [env.read_bool("X", word) for word in ("1", "True", "no", "")] == [True, True, False, False]
