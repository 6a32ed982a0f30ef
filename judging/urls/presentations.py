from django.urls import path

from judging.views import presentations, presentations_day, presentations_schedule

STAGE = "panitia/tahap/<str:code>/"
BOARD = STAGE + "jadwal/"
DAY = STAGE + "hari-h/"
FOLLOW = "tahap/<str:code>/"

urlpatterns = [
    path(BOARD, presentations.timetable, name="timetable"),
    path(BOARD + "atur/", presentations.settings, name="timetable_settings"),
    path(BOARD + "undi/", presentations.draw, name="timetable_draw"),
    path(BOARD + "jeda/", presentations.break_add, name="break_add"),
    path(BOARD + "jeda/<str:slot_code>/hapus/", presentations.break_remove, name="break_remove"),
    path(BOARD + "lengkapi/", presentations.complete, name="timetable_complete"),
    path(BOARD + "umumkan/", presentations.announce, name="timetable_announce"),
    path(BOARD + "pindah/<str:slot_code>/", presentations.move, name="slot_move"),
    path(DAY, presentations_day.day, name="day"),
    path(DAY + "giliran/", presentations_day.turn_go, name="turn_go"),
    path(DAY + "<str:slot_code>/datang/", presentations_day.arrive, name="slot_arrive"),
    path(DAY + "<str:slot_code>/tidak-datang/", presentations_day.stay_away, name="slot_absent"),
    path(FOLLOW + "layar/", presentations_day.live, name="live"),
    path(FOLLOW + "giliran.json", presentations_day.turns_json, name="turns_json"),
    path(FOLLOW + "jadwal.ics", presentations_schedule.timetable_ics, name="timetable_ics"),
    path("jadwal/", presentations_schedule.schedule, name="schedule"),
    path("jadwal/sekarang/", presentations_day.now, name="now"),
    path("proposal/<str:code>/presentasi/", presentations_schedule.presentation, name="presentation"),
    path(
        "proposal/<str:code>/presentasi.ics", presentations_schedule.presentation_ics, name="presentation_ics"
    ),
]
