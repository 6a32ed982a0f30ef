from django.urls import path

from judging.views import (
    apart,
    assignment_sheets,
    assignments,
    attendance,
    blindness,
    expertise,
    panel,
    panel_copy,
    potential_conflicts,
    substitutions,
)

STAGE = "panitia/tahap/<str:code>/"
PANEL = STAGE + "panel/"
PLAN = STAGE + "penugasan/rencana/"
ENTRY = STAGE + "penugasan/<str:entry_code>/"

urlpatterns = [
    path(PANEL, panel.panel, name="panel"),
    path(PANEL + "tambah/", panel.add, name="panel_add"),
    path(PANEL + "tambah/<str:user_code>/", panel.seat, name="panel_seat"),
    path(PANEL + "salin/", panel_copy.copy, name="panel_copy"),
    path(PANEL + "keahlian/", expertise.grid, name="panel_expertise"),
    path(PANEL + "perlu-diperiksa/", potential_conflicts.potential_conflicts, name="potential_conflicts"),
    path(PANEL + "terpisah/", apart.keep_apart, name="panel_apart"),
    path(PANEL + "terpisah/<str:pair_code>/hapus/", apart.release_apart, name="panel_apart_release"),
    path(PANEL + "<str:member_code>/", panel.member, name="panel_member"),
    path(PANEL + "<str:member_code>/keluarkan/", panel.remove, name="panel_remove"),
    path(PANEL + "<str:member_code>/berhenti/", substitutions.leave, name="panel_leave"),
    path(STAGE + "benturan/<str:conflict_code>/cabut/", panel.lift, name="conflict_lift"),
    path(STAGE + "nama-tersembunyi/", blindness.blindness, name="blindness"),
    path(STAGE + "kehadiran/", attendance.attendance, name="attendance"),
    path(STAGE + "kehadiran/<str:entry_code>/", attendance.record, name="attendance_record"),
    path(STAGE + "penugasan/", assignments.AssignmentList.as_view(), name="assignments"),
    path(PLAN, assignments.plan_request, name="plan_request"),
    path(PLAN + "<str:plan_code>/", assignments.plan, name="plan"),
    path(PLAN + "<str:plan_code>/terapkan/", assignments.plan_apply, name="plan_apply"),
    path(PLAN + "<str:plan_code>/batalkan/", assignments.plan_undo, name="plan_undo"),
    path(STAGE + "penugasan/lepas/<str:assignment_code>/", assignments.unassign, name="assignment_remove"),
    path(STAGE + "penugasan/lembar/", assignment_sheets.upload, name="assignment_upload"),
    path(STAGE + "penugasan/lembar.<str:kind>", assignment_sheets.download, name="assignment_sheet"),
    path(ENTRY, assignments.entry, name="assignment_entry"),
    path(ENTRY + "<str:member_code>/", assignments.assign, name="assignment_make"),
    path(ENTRY + "<str:member_code>/benturan/", assignments.pin, name="conflict_pin"),
]
