from django.urls import path

from .views import account, first_run, imports, invitations, outbox, people, register

app_name = "agencies"
urlpatterns = [
    path("mulai/<str:token>/", first_run.found, name="first_run"),
    path("undangan/<str:token>/", invitations.accept, name="invitation_accept"),
    path("akun/saya/", account.account, name="account"),
    path("panitia/instansi/", register.AgencyList.as_view(), name="list"),
    path("panitia/instansi/baru/", register.create, name="create"),
    path("panitia/instansi/saran/", register.suggest, name="suggest"),
    path("panitia/instansi/<slug:code>/", register.change, name="change"),
    path("panitia/instansi/<slug:code>/nonaktif/", register.deactivate, name="deactivate"),
    path("panitia/instansi/<slug:code>/aktif/", register.reactivate, name="reactivate"),
    path("panitia/impor/", imports.upload, name="import"),
    path("panitia/impor/contoh/<slug:kind>.csv", imports.example, name="import_example"),
    path("panitia/impor/<slug:code>/", imports.preview, name="import_preview"),
    path("panitia/impor/<slug:code>/terapkan/", imports.confirm, name="import_confirm"),
    path("panitia/orang/", people.PersonList.as_view(), name="people"),
    path("panitia/orang/<slug:code>/", people.detail, name="person"),
    path("panitia/orang/<slug:code>/peran/", people.add_role, name="role_add"),
    path(
        "panitia/orang/<slug:code>/peran/<slug:agency>/<slug:role>/cabut/",
        people.remove_role,
        name="role_remove",
    ),
    path("panitia/orang/<slug:code>/tempat-bekerja/", people.set_workplace, name="workplace"),
    path("panitia/orang/<slug:code>/nonaktif/", people.disable, name="person_disable"),
    path("panitia/orang/<slug:code>/aktif/", people.enable, name="person_enable"),
    path("panitia/undangan/", invitations.InvitationList.as_view(), name="invitations"),
    path("panitia/undangan/baru/", invitations.create, name="invitation_create"),
    path("panitia/undangan/<slug:code>/kirim-ulang/", invitations.resend, name="invitation_resend"),
    path("panitia/undangan/<slug:code>/batal/", invitations.revoke, name="invitation_revoke"),
    path("panitia/surat/", outbox.MailList.as_view(), name="mail"),
    path("panitia/surat/kirim-ulang/", outbox.retry, name="mail_retry"),
]
