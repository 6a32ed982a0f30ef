"""A preset that is wrong names the field that is wrong."""

import tomllib
from decimal import Decimal

import pytest

from competitions import preset_files
from competitions.toml_tables import PresetError

KINDS = ("dinas", "smp")
GOOD = """
schema = "kipp-preset/1"
name = "Gelar Karya"
summary = "Contoh"
region = "Kota Surakarta"
year = 2018
zone = "Asia/Jakarta"
entered_as = "individual"
screened_by_two = true
reminder_days = [14, 2]
categories = ["Semua"]
groups = [{ name = "Dinas", kinds = ["dinas"] }, { name = "SMP", kinds = ["smp"] }]
tracks = [
  { name = "Umum", minimum_months = 24, quota = 3, award_rule = "never" },
  { name = "Replikasi", minimum_months = 12, award_limit = 1 },
]

[[sections]]
code = "isi"
title = "Isi"
weight = 100
questions = [
  { code = "sudah", label = "Sudah?", kind = "yesno" },
  { code = "siapa", label = "Siapa?", max_words = 80, shown_when = "sudah" },
]

[[sections]]
code = "asal"
title = "Asal"
weight = 0
track = "Replikasi"
questions = [
  { code = "sdgs", label = "SDGs", kind = "choices", options = "sdgs" },
  { code = "tahap", label = "?", kind = "choice", options = ["Uji coba", "Penerapan"], is_required = false },
  { code = "hasil", label = "Hasil", kind = "number", unit = "persen", minimum = "0", maximum = "99.5" },
  { code = "ukuran", label = "Ukuran", kind = "table", options = ["Sebelum", "Sesudah"] },
  { code = "sejak", label = "Sejak", kind = "date", shown_when = "tahap", shown_value = "Penerapan" },
]

[[slots]]
code = "surat"
title = "Surat"
statement = "identity"

[[slots]]
code = "bukti"
title = "Bukti"
section = "asal"
max_files = 3
accepts = "any"
shown_when = "asal/sdgs"
shown_value = "4. Pendidikan Berkualitas"

[[stages]]
name = "Berkas"
kind = "scoring"
weight = 70
ranked_by = "group"
aggregate = "median"
cut_kind = "top_n"
cut_count = 10
criteria = [
  { code = "a", name = "A", weight = 100, points_min = 1, points_max = 3, anchors = ["x", "y", "z"] },
]

[[stages]]
name = "Presentasi"
kind = "scoring"
weight = 30
cut_kind = "threshold"
cut_total = "85.50"
criteria = [{ code = "b", name = "B", weight = 100, points_min = 0, points_max = 100, section = "isi" }]
"""


def parse(text):
    return preset_files.parse("uji", tomllib.loads(text), agency_kinds=KINDS)


def test_parse_carries_groups_scales_weights_by_stage_and_individual_entry():
    preset = parse(GOOD)
    assert preset.entered_as == "individual"
    assert (preset.screened_by_two, preset.holds_mail, preset.reminder_days) == (True, False, (14, 2))
    assert [group.kinds for group in preset.groups] == [("dinas",), ("smp",)]
    tracks = [
        (track.minimum_months, track.quota, track.award_rule, track.award_limit) for track in preset.tracks
    ]
    assert tracks == [(24, 3, "never", None), (12, None, "any", 1)]
    assert [(s.weight, s.ranked_by, s.aggregate, s.cut_count, str(s.cut_total)) for s in preset.stages] == [
        (70, "group", "median", 10, "None"),
        (30, "overall", "mean", None, "85.50"),
    ]
    assert preset.stages[0].criteria[0].anchors == ((1, "x"), (2, "y"), (3, "z"))
    assert preset.sections[0].questions[1].shown_when == "isi/sudah"


def test_parse_carries_every_kind_of_question_and_place_for_files():
    preset = parse(GOOD)
    asked = preset.sections[1].questions
    assert preset.sections[1].track == "Replikasi"
    assert [(q.kind, len(q.options), q.unit, q.maximum, q.is_required) for q in asked] == [
        ("choices", 17, "", None, True),
        ("choice", 2, "", None, False),
        ("number", 0, "persen", Decimal("99.5"), True),
        ("table", 2, "", None, True),
        ("date", 0, "", None, True),
    ]
    assert (asked[4].shown_when, asked[4].shown_value) == ("asal/tahap", "Penerapan")
    surat, bukti = preset.slots
    assert (surat.statement, surat.section, surat.max_files, surat.accepts) == ("identity", "", 1, "pdf")
    assert (bukti.section, bukti.max_files, bukti.accepts, bukti.shown_when) == (
        "asal",
        3,
        "any",
        "asal/sdgs",
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('schema = "kipp-preset/1"', 'schema = "2"', "schema: '2' is none of kipp-preset/1"),
        ("year = 2018", 'year = "2018"', "year: must be a whole number, not '2018'"),
        ("year = 2018", "year = true", "year: must be a whole number, not True"),
        ("[14, 2]", "[14, true]", "reminder_days[1]: must be a whole number between 1 and 60"),
        ("[14, 2]", "[0]", "reminder_days[0]: must be a whole number between 1 and 60"),
        ("year = 2018", "year = 1999", "year: 1999 is not between 2000 and 2100"),
        ('name = "Gelar Karya"', 'name = " "', "name: must not be empty"),
        ('region = "Kota Surakarta"', "", "region: is missing"),
        ('region = "', 'colour = "teal"\nregion = "', "colour: is not a field of a preset"),
        ('categories = ["Semua"]', "categories = []", "categories: must not be empty"),
        ('categories = ["Semua"]', 'categories = ["A", "A"]', "categories: names the same thing twice"),
        ('categories = ["Semua"]', "categories = [1]", "categories[0]: must be a text"),
        ('kinds = ["smp"]', 'kinds = ["sd"]', "groups[1].kinds[0]: 'sd' is no kind of agency"),
        ('"Asia/Jakarta"', '"Europe/Rome"', "zone: 'Europe/Rome' is none of"),
        ("max_words = 80,", "", "sections[0].questions[1].max_words: is missing"),
        ('shown_when = "sudah"', 'shown_when = "x"', "sections[0].questions[1].shown_when: must name"),
        ('shown_when = "sudah"', 'shown_when = "siapa"', "sections[0].questions[1].shown_when: must name"),
        (
            'shown_when = "sudah"',
            'shown_when = "sudah", shown_value = "mungkin"',
            "sections[0].questions[1].shown_value: is no answer",
        ),
        (', shown_value = "Penerapan"', "", "sections[1].questions[4].shown_when: is no answer"),
        ("max_words = 80", "max_words = 5001", "sections[0].questions[1].max_words: must be between 1 and"),
        ('kind = "yesno"', 'kind = "slider"', "sections[0].questions[0].kind: 'slider' is none of text"),
        ('track = "Replikasi"', 'track = "Khusus"', "sections[1].track: 'Khusus' is none of Umum"),
        (
            '["Uji coba", "Penerapan"]',
            '["Penerapan"]',
            "sections[1].questions[1].options: needs at least two",
        ),
        ('["Uji coba", "Penerapan"]', '["A", "a"]', "sections[1].questions[1].options: names the same"),
        ('["Sebelum", "Sesudah"]', "[]", "sections[1].questions[3].options: needs at least one column"),
        ('maximum = "99.5"', 'maximum = "0"', "sections[1].questions[2].maximum: must be above minimum"),
        ('maximum = "99.5"', 'maximum = "banyak"', "sections[1].questions[2].maximum: must be a decimal"),
        (
            'unit = "persen", ',
            'max_words = 5, unit = "persen", ',
            "sections[1].questions[2].max_words: is not",
        ),
        ('code = "tahap"', 'code = "sdgs"', "sections[1].questions[4].shown_when: must name"),
        ('code = "ukuran"', 'code = "hasil"', "sections[1].questions[3].code: 'hasil' is used twice"),
        ('section = "asal"', 'section = "x"', "slots[1].section: 'x' is none of"),
        ('section = "asal"', "", "slots[1].shown_when: names a question that another track is asked"),
        ("max_files = 3", "max_files = 0", "slots[1].max_files: 0 is not between 1 and 10"),
        ('accepts = "any"', 'accepts = "zip"', "slots[1].accepts: 'zip' is none of pdf"),
        ('statement = "identity"', 'statement = "x"', "slots[0].statement: 'x' is none of implementation"),
        ('award_rule = "never"', 'award_rule = "x"', "tracks[0].award_rule: 'x' is none of any"),
        (
            'code = "a", name = "A", weight = 100',
            'code = "a", name = "A", weight = 99',
            "stages[0].criteria: weights sum to 99",
        ),
        ('["x", "y", "z"]', '["x", "y"]', "stages[0].criteria[0].anchors: 2 texts for 3 levels"),
        (
            "points_min = 1, points_max = 3",
            "points_min = 3, points_max = 3",
            "stages[0].criteria[0].points_max: 3 is not",
        ),
        ("cut_count = 10\n", "", "stages[0].cut_count: is missing"),
        ('"85.50"', '"banyak"', "stages[1].cut_total: must be a decimal number"),
        (
            "cut_count = 10",
            'cut_count = 10\ntie_ladder = ["z"]',
            "stages[0].tie_ladder[0]: 'z' is no criterion",
        ),
        ('section = "isi"', 'section = "x"', "stages[1].criteria[0].section: 'x' is no section of the form"),
        ("weight = 70", 'weight = 70\ntrack = "Lain"', "stages[0].track: 'Lain' is no track"),
        ("weight = 70", 'weight = 70\ncomments = "x"', "stages[0].comments: 'x' is none of never"),
        ("weight = 70", 'weight = 70\npeers_see = "x"', "stages[0].peers_see: 'x' is none of nothing"),
        ("weight = 70", 'weight = 70\nentrants_see = "x"', "stages[0].entrants_see: 'x' is none of total"),
        ("weight = 70", "weight = 70\ncontested_gap = 101", "stages[0].contested_gap: 101 is not between"),
        (
            "weight = 70",
            'weight = 70\nquotas = [{ group = "Dinas", category = "Semua", places = 1 }]',
            "stages[0].quotas[0]: must name a group or a category",
        ),
        (
            "weight = 70",
            'weight = 70\nquotas = [{ group = "Desa", places = 1 }]',
            "stages[0].quotas[0]: 'Desa' is no group or category",
        ),
        (
            "weight = 70",
            'weight = 70\nquotas = [{ group = "Dinas", places = 1 }, { category = "Semua", places = 1 }]',
            "stages[0].quotas: must all be of groups",
        ),
        (
            'kind = "scoring"\nweight = 70',
            'kind = "screening"',
            "stages[0].criteria: belong to a scoring stage",
        ),
    ],
)
def test_parse_wrong_field_is_named(old, new, message):
    assert old in GOOD
    with pytest.raises(PresetError) as caught:
        parse(GOOD.replace(old, new, 1))
    assert str(caught.value).startswith(message)


def test_load_unknown_preset_is_a_key_error():
    with pytest.raises(KeyError):
        preset_files.load("../kota-tegal-2024", agency_kinds=KINDS)
