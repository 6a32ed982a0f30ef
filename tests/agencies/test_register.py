"""The register as a forest: parents, roots, circles, and taking agencies out of use."""

import pytest
from django.utils import timezone

from agencies.models import Agency, AuditEvent
from agencies.services import register
from kipp.lib.errors import Refused
from tests.worlds import make_agency, make_user

NOW = timezone.now()
pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return make_user(agency=make_agency("BUREAU", kind="bagian"), role="bureau")


def root_of(agency):
    return Agency.objects.get(pk=agency.pk).root.code


def test_create_agency_without_parent_is_its_own_root(bureau):
    agency = register.create_agency(by=bureau, at=NOW, code="DK", name="Dinkes", kind="dinas")
    assert root_of(agency) == "DK"
    event = AuditEvent.objects.get()
    assert (event.by, event.verb, event.subject) == (bureau, "agency.created", "agency:DK")


def test_create_agency_under_a_parent_takes_its_root(bureau):
    branch = make_agency("CABANG", parent=make_agency("AKAR"))
    agency = register.create_agency(by=bureau, at=NOW, code="DAUN", name="Daun", kind="upt", parent=branch)
    assert root_of(agency) == "AKAR"


def test_create_agency_with_a_taken_code_is_refused(bureau):
    make_agency("DK")
    with pytest.raises(Refused) as caught:
        register.create_agency(by=bureau, at=NOW, code="DK", name="Lain", kind="dinas")
    assert caught.value.message == "Kode DK sudah dipakai instansi lain."


def test_change_agency_parent_moves_the_whole_branch(bureau):
    branch = make_agency("CABANG", parent=make_agency("AKAR"))
    leaf = make_agency("DAUN", parent=branch)
    register.change_agency(by=bureau, at=NOW, agency=branch, parent=make_agency("LAIN"))
    assert (root_of(branch), root_of(leaf)) == ("LAIN", "LAIN")
    register.change_agency(by=bureau, at=NOW, agency=branch, parent=None)
    assert (root_of(branch), root_of(leaf)) == ("CABANG", "CABANG")


def test_change_agency_under_its_own_branch_is_refused(bureau):
    top = make_agency("AKAR")
    leaf = make_agency("DAUN", parent=make_agency("CABANG", parent=top))
    with pytest.raises(Refused) as caught:
        register.change_agency(by=bureau, at=NOW, agency=top, parent=leaf)
    assert caught.value.message == (
        "Instansi AKAR tidak dapat berinduk pada instansi yang berada di bawahnya sendiri."
    )
    assert Agency.objects.get(pk=top.pk).parent is None


def test_change_agency_with_nothing_new_records_nothing(bureau):
    agency = make_agency("DK", name="Dinkes")
    register.change_agency(by=bureau, at=NOW, agency=agency, name="Dinkes", parent=None)
    assert AuditEvent.objects.count() == 0


def test_deactivate_with_active_children_is_refused(bureau):
    top = make_agency("AKAR")
    child = make_agency("ANAK", parent=top)
    with pytest.raises(Refused):
        register.deactivate(by=bureau, at=NOW, agency=top, reason="digabung")
    register.deactivate(by=bureau, at=NOW, agency=child, reason="digabung")
    assert not register.deactivate(by=bureau, at=NOW, agency=top, reason="digabung").is_active


def test_deactivate_twice_records_one_reason_and_reactivate_undoes_it(bureau):
    agency = make_agency("DK")
    for reason in ("digabung", "klik kedua"):
        register.deactivate(by=bureau, at=NOW, agency=agency, reason=reason)
    assert [event.details for event in AuditEvent.objects.all()] == [{"reason": "digabung"}]
    assert register.reactivate(by=bureau, at=NOW, agency=agency, reason="dipisah lagi").is_active


def test_change_agency_to_an_inactive_parent_is_refused(bureau):
    parent = make_agency("MATI", name="Dinas Lama")
    Agency.objects.filter(pk=parent.pk).update(is_active=False)
    parent.refresh_from_db()
    with pytest.raises(Refused) as caught:
        register.change_agency(by=bureau, at=NOW, agency=make_agency("DK"), parent=parent)
    assert caught.value.message == "Induk Dinas Lama sudah tidak aktif."
