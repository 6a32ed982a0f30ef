"""A demonstration answers a form of every kind as somebody could have sent it."""

from datetime import UTC, datetime

import pytest

from competitions.models import Competition
from kipp.demo.build import build
from kipp.demo.editions import Phase
from proposals.models import Proposal
from proposals.reads import drafts

AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.parametrize("preset", ["kota-tegal-2024", "kipp-2023-umum"])
def test_build_leaves_nothing_missing_or_wrong_in_what_was_sent(preset):
    build(preset=preset, size=6, jurors=3, seed=3, phase=Phase.OPEN, at=AT)
    sent = Proposal.objects.filter(status="submitted").select_related("competition", "track")
    loaded = drafts.load_all(list(sent))
    assert len(loaded) == 6
    wrong = [
        (field.question.code, field.text)
        for draft in loaded.values()
        for field in draft.fields
        if field.is_missing or field.is_over or field.fault or (field.text and not field.is_shown)
    ]
    lacking = [s.slot.code for draft in loaded.values() for s in draft.all_slots if s.is_missing]
    assert (wrong, lacking) == ([], [])
    kinds = {field.question.kind for draft in loaded.values() for field in draft.fields if field.text}
    asked = Competition.objects.get(preset=preset).sections.values_list("questions__kind", flat=True)
    assert kinds == set(asked) - ({"date"} if preset == "kipp-2023-umum" else set())
