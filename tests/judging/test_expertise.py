import json
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from judging.models import Expertise
from judging.reads import expertise as reads
from judging.services import expertise
from kipp.lib.errors import Refused, Stale
from tests import worlds

AT = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return worlds.make_edition()


@pytest.fixture
def member(edition):
    return worlds.make_juror(worlds.scoring_stage(edition), name="Rina")


def health_and_school(edition):
    return edition.categories.order_by("position")


def save(edition, levels, by, seen=None):
    seen = seen or reads.stamp(reads.levels_of(edition, levels))
    return expertise.save(competition=edition, levels=levels, by=by, at=AT, seen=seen)


def test_save_writes_what_changed_and_tells_the_ledger(edition, member):
    health, school = health_and_school(edition)
    assert save(edition, {member.user: {health.pk: 3, school.pk: 1}}, member.user) == 1
    assert list(Expertise.objects.values_list("category", "level")) == [(health.pk, 3)]
    event = edition.ledger.get()
    assert (event.kind, event.subject) == ("expertise.stated", f"edition:{edition.slug}")
    assert json.loads(event.payload) == {"juror": member.user.code, "category": "Kesehatan", "level": 3}
    assert save(edition, {member.user: {health.pk: 3, school.pk: 1}}, member.user) == 0
    assert save(edition, {member.user: {health.pk: 1}}, member.user) == 1
    assert Expertise.objects.get().level == 1


def test_save_over_somebody_elses_save_is_refused(edition, member):
    health, _school = health_and_school(edition)
    seen = reads.stamp(reads.levels_of(edition, [member.user]))
    save(edition, {member.user: {health.pk: 3}}, member.user)
    with pytest.raises(Stale, match="diubah orang lain"):
        save(edition, {member.user: {health.pk: 2}}, edition.announced_by, seen)
    assert Expertise.objects.get().level == 3


def test_save_a_category_of_another_edition_is_refused(edition, member):
    foreign = worlds.make_edition().categories.first()
    with pytest.raises(Refused, match="setiap kategori"):
        save(edition, {member.user: {foreign.pk: 3}}, member.user)


def test_own_page_saves_and_goes_to_the_queue(client, edition, member):
    health, school = health_and_school(edition)
    client.force_login(member.user)
    address = reverse("judging:own_expertise", args=[edition.slug])
    code, stamp = member.user.code, client.get(address).context["form"]["stamp"].value()
    answer = client.post(address, {f"{code}-{health.pk}": "2", f"{code}-{school.pk}": "3", "stamp": stamp})
    assert answer.url == reverse("judging:queue")
    assert reads.levels_of(edition, [member.user]) == {member.user.pk: {health.pk: 2, school.pk: 3}}


def test_own_page_of_an_edition_that_one_does_not_judge_is_404(client, member):
    client.force_login(member.user)
    address = reverse("judging:own_expertise", args=[worlds.make_edition().slug])
    assert client.get(address).status_code == 404


def test_grid_keeps_the_choices_when_somebody_else_saved_first(client, edition, member):
    health, school = health_and_school(edition)
    client.force_login(edition.announced_by)
    address = reverse("judging:panel_expertise", args=[member.stage.code])
    code, stamp = member.user.code, client.get(address).context["form"]["stamp"].value()
    save(edition, {member.user: {health.pk: 3}}, member.user)
    posted = {f"{code}-{health.pk}": "1", f"{code}-{school.pk}": "2", "stamp": stamp}
    answer = client.post(address, posted)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert [cell.value() for row in form.rows() for cell in row.cells] == ["1", "2"]
    again = client.post(address, posted | {"stamp": form["stamp"].value()})
    assert again.status_code == 302
    assert reads.levels_of(edition, [member.user]) == {member.user.pk: {health.pk: 1, school.pk: 2}}


def test_grid_pages_at_twenty_jurors(client, edition, member):
    for _number in range(20):
        worlds.make_juror(member.stage)
    client.force_login(edition.announced_by)
    address = reverse("judging:panel_expertise", args=[member.stage.code])
    sizes = [len(client.get(address, {"page": page}).context["form"].users) for page in (1, 2)]
    assert sizes == [20, 1]
