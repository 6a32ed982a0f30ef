"""Visits in the field: the bureau's pages, and those of the people whom a visit concerns."""

from django.urls import path

from judging.views import field, field_claims, field_visits

STAGE = "panitia/tahap/<str:code>/kunjungan/"
VISIT = STAGE + "<str:visit_code>/"
CLAIM = VISIT + "klaim/<str:claim_code>/"
OWN = "kunjungan/<str:code>"

urlpatterns = [
    path(STAGE, field.visits, name="field_visits"),
    path(STAGE + "rencana/", field.choose, name="field_choose"),
    path(STAGE + "rencana/<str:entry_code>/", field.plan, name="field_plan"),
    path(VISIT, field.visit, name="field_visit"),
    path(VISIT + "ubah/", field.change, name="field_change"),
    path(VISIT + "tutup/", field.close, name="field_close"),
    path(VISIT + "batalkan/", field.cancel, name="field_cancel"),
    path(VISIT + "klaim/", field_claims.take, name="field_claims"),
    path(CLAIM, field_claims.advise, name="field_claim"),
    path(CLAIM + "hapus/", field_claims.remove, name="field_claim_remove"),
    path(CLAIM + "geser/", field_claims.move, name="field_claim_move"),
    path(OWN + "/", field_visits.visit, name="visit"),
    path(OWN + "/penerima/", field_visits.name_host, name="visit_host"),
    path(OWN + "/tanggapan/", field_visits.answer, name="visit_answer"),
    path(OWN + ".ics", field_visits.calendar, name="visit_ics"),
    path(OWN + "/berita-acara.pdf", field_visits.paper, name="visit_paper"),
    path("juri/<str:code>/temuan/", field_visits.findings, name="sheet_findings"),
]
