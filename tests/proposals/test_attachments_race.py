"""Two files for the last free place in the same second, from two processes, on both databases."""

import json
import time

import pytest

from tests.kipp.processes import environment, manage, start

pytestmark = pytest.mark.services

BUILD = """
from django.utils import timezone
from competitions.models import AttachmentSlot
from tests import worlds
edition = worlds.make_edition()
AttachmentSlot.objects.create(competition=edition, position=1, code="bukti", title="Bukti", max_files=2)
draft = worlds.make_draft(edition)
from proposals.services import attachments
from tests.proposals.paper import make_pdf
slot = edition.slots.get()
attachments.attach(
    proposal=draft, slot=slot, by=draft.created_by, at=timezone.now(), name="a.pdf", content=make_pdf(1)
)
"""
RACE = """
import time
from django.utils import timezone
from kipp.lib.errors import Refused
from proposals.models import Proposal
from proposals.services import attachments
from tests.proposals.paper import make_pdf
draft = Proposal.objects.select_related("competition", "agency").get()
slot = draft.competition.slots.get()
content = make_pdf({pages})
while time.time() < {moment}:
    time.sleep(0.01)
try:
    attachments.attach(
        proposal=draft,
        slot=slot,
        by=draft.created_by,
        at=timezone.now(),
        name="b{pages}.pdf",
        content=content,
    )
    print("RESULT kept")
except Refused as refused:
    print("RESULT", refused.status)
"""
COUNT = """
import json
from proposals.models import Attachment
print("RESULT", json.dumps([row.name for row in Attachment.objects.filter(removed_at=None).order_by("pk")]))
"""


def said(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith("RESULT")).removeprefix("RESULT ")


@pytest.fixture(params=["sqlite", "postgres"])
def variables(request, tmp_path, give_tables):
    if request.param == "sqlite":
        give_tables(tmp_path / "var")
        return environment(tmp_path / "var")
    _link, address, _name = request.getfixturevalue("postgres")
    return environment(tmp_path / "var", DATABASE_URL=address)


def test_attach_two_files_to_the_last_free_place_keeps_one(variables, tmp_path):
    manage(variables, "migrate", "-v0")
    manage(variables, "shell", "-c", BUILD)
    moment = time.time() + 20
    logs = [tmp_path / f"log{pages}" for pages in (2, 3)]
    racers = [
        start(["manage.py", "shell", "-c", RACE.format(pages=pages, moment=moment)], variables, log)
        for pages, log in zip((2, 3), logs, strict=True)
    ]
    for racer in racers:
        racer.wait(timeout=120)
    assert sorted(said(log.read_text()) for log in logs) == ["409", "kept"]
    kept = json.loads(said(manage(variables, "shell", "-c", COUNT)))
    assert (len(kept), kept[0]) == (2, "a.pdf")
