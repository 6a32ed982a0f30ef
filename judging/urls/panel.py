from django.urls import path

from judging.views import assignments, panel

STAGE = "panitia/tahap/<str:code>/"
PANEL = STAGE + "panel/"
PLAN = STAGE + "penugasan/rencana/"
ENTRY = STAGE + "penugasan/<str:entry_code>/"

urlpatterns = [
    path(PANEL, panel.panel, name="panel"),
    path(PANEL + "tambah/", panel.add, name="panel_add"),
    path(PANEL + "tambah/<str:user_code>/", panel.seat, name="panel_seat"),
    path(PANEL + "<str:member_code>/", panel.member, name="panel_member"),
    path(PANEL + "<str:member_code>/keluarkan/", panel.remove, name="panel_remove"),
    path(STAGE + "benturan/<str:conflict_code>/cabut/", panel.lift, name="conflict_lift"),
    path(STAGE + "penugasan/", assignments.AssignmentList.as_view(), name="assignments"),
    path(PLAN, assignments.plan_request, name="plan_request"),
    path(PLAN + "<str:plan_code>/", assignments.plan, name="plan"),
    path(PLAN + "<str:plan_code>/terapkan/", assignments.plan_apply, name="plan_apply"),
    path(PLAN + "<str:plan_code>/batalkan/", assignments.plan_undo, name="plan_undo"),
    path(STAGE + "penugasan/lepas/<str:assignment_code>/", assignments.unassign, name="assignment_remove"),
    path(ENTRY, assignments.entry, name="assignment_entry"),
    path(ENTRY + "<str:member_code>/", assignments.assign, name="assignment_make"),
    path(ENTRY + "<str:member_code>/benturan/", assignments.pin, name="conflict_pin"),
]
