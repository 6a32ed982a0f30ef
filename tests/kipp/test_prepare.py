import gettext
import json
import os
import re

from kipp.catalogues import compile_catalogues

from .processes import ROOT, environment, manage

CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Simpan"
msgstr "Save"
"""


def write_catalogue(folder):
    source = folder / "en/LC_MESSAGES/django.po"
    source.parent.mkdir(parents=True)
    source.write_text(CATALOGUE)
    return source


def test_compile_catalogues_new_source_can_be_read_by_gettext(tmp_path):
    write_catalogue(tmp_path)
    assert compile_catalogues([tmp_path]) == 1
    assert gettext.translation("django", tmp_path, ["en"]).gettext("Simpan") == "Save"


def test_compile_catalogues_compiles_only_what_changed(tmp_path):
    source = write_catalogue(tmp_path)
    compile_catalogues([tmp_path])
    assert compile_catalogues([tmp_path]) == 0
    os.utime(source, (4_000_000_000, 4_000_000_000))
    assert compile_catalogues([tmp_path]) == 1


def static_references():
    """Every file that a template names."""
    for template in (ROOT / "templates").rglob("*.html"):
        yield from re.findall(r"{% static ['\"]([^'\"{]+)['\"] %}", template.read_text())


def test_prepare_collects_every_file_that_a_page_names_and_only_once(tmp_path):
    variables = environment(tmp_path / "var", STATIC_HASHED="true", STATIC_ROOT=str(tmp_path / "static"))
    manage(variables, "prepare")
    names = json.loads((tmp_path / "static/staticfiles.json").read_text())["paths"]
    assert set(static_references()) - set(names) == set()
    hashed = tmp_path / "static" / names["bootstrap/css/bootstrap.min.css"]
    collected_at = hashed.stat().st_mtime_ns
    manage(variables, "prepare")
    assert hashed.stat().st_mtime_ns == collected_at
