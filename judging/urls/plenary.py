from django.urls import path

from judging.views import plenary, plenary_session

STAGE = "panitia/tahap/<str:code>/pleno/"
SESSION = "sidang/<str:code>/"

urlpatterns = [
    path(STAGE, plenary.plenary, name="plenary"),
    path(STAGE + "buka/", plenary.open_session, name="plenary_open"),
    path(STAGE + "hadir/", plenary.attendance, name="plenary_attendance"),
    path(STAGE + "putusan/<str:proposal_code>/", plenary.decide, name="plenary_decide"),
    path(STAGE + "putusan/<str:proposal_code>/hapus/", plenary.strike, name="plenary_strike"),
    path(STAGE + "minta/", plenary.ask, name="plenary_ask"),
    path(STAGE + "hentikan/", plenary.drop, name="plenary_drop"),
    path(SESSION, plenary_session.session, name="session"),
    path(SESSION + "sahkan/", plenary_session.confirm, name="session_confirm"),
    path(SESSION + "kembalikan/", plenary_session.send_back, name="session_send_back"),
]
