"""A preset that is wrong names the field that is wrong."""

import tomllib

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
categories = ["Semua"]
groups = [{ name = "Dinas", kinds = ["dinas"] }, { name = "SMP", kinds = ["smp"] }]
tracks = [{ name = "Umum", minimum_months = 24, quota = 3 }]

[[sections]]
code = "isi"
title = "Isi"
weight = 100
questions = [
  { code = "sudah", label = "Sudah?", kind = "yesno" },
  { code = "siapa", label = "Siapa?", max_words = 80, shown_when = "sudah" },
]

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
    assert [group.kinds for group in preset.groups] == [("dinas",), ("smp",)]
    assert [(track.minimum_months, track.quota) for track in preset.tracks] == [(24, 3)]
    assert [(s.weight, s.ranked_by, s.aggregate, s.cut_count, str(s.cut_total)) for s in preset.stages] == [
        (70, "group", "median", 10, "None"),
        (30, "overall", "mean", None, "85.50"),
    ]
    assert preset.stages[0].criteria[0].anchors == ((1, "x"), (2, "y"), (3, "z"))
    assert preset.sections[0].questions[1].shown_when == "sudah"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('schema = "kipp-preset/1"', 'schema = "2"', "schema: '2' is none of kipp-preset/1"),
        ("year = 2018", 'year = "2018"', "year: must be a whole number, not '2018'"),
        ("year = 2018", "year = true", "year: must be a whole number, not True"),
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
