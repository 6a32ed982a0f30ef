from django.urls import path

from judging.views import calibration_round, calibration_sheet

ROUND = "panitia/tahap/<str:code>/kalibrasi/"
ANCHOR = ROUND + "proposal/<str:anchor_code>/"
SHEET = "juri/kalibrasi/<str:code>/"

urlpatterns = [
    path(ROUND, calibration_round.calibration, name="calibration"),
    path(ROUND + "siapkan/", calibration_round.set_up, name="calibration_set_up"),
    path(ROUND + "batalkan/", calibration_round.drop, name="calibration_drop"),
    path(ROUND + "buka/", calibration_round.open_round, name="calibration_open"),
    path(ROUND + "tunjukkan/", calibration_round.reveal, name="calibration_reveal"),
    path(ROUND + "ambil/", calibration_round.pick, name="calibration_pick"),
    path(ROUND + "ambil/<str:proposal_code>/", calibration_round.take, name="calibration_take"),
    path(ROUND + "tulis/", calibration_round.write, name="calibration_write"),
    path(ANCHOR, calibration_round.anchor, name="calibration_anchor"),
    path(ANCHOR + "naskah/", calibration_round.reword, name="calibration_reword"),
    path(ANCHOR + "hapus/", calibration_round.remove, name="calibration_remove"),
    path("juri/tahap/<str:code>/kalibrasi/", calibration_sheet.show_findings, name="calibration_findings"),
    path(SHEET, calibration_sheet.sheet, name="anchor_sheet"),
    path(SHEET + "nilai/<int:criterion_pk>/", calibration_sheet.score_save, name="anchor_score_save"),
    path(SHEET + "catatan/", calibration_sheet.comment_save, name="anchor_comment_save"),
]
