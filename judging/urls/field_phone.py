"""A visit in the field, on a phone. Below /juri/, where kept pages are shown without a line."""

from django.urls import path

from judging.views import field_phone

VISIT = "juri/lapangan/<str:code>/"
CLAIM = VISIT + "klaim/<str:claim_code>/"
PHOTO = VISIT + "foto/<str:photo_code>/"

urlpatterns = [
    path(VISIT, field_phone.notebook, name="field_phone"),
    path(CLAIM, field_phone.observe, name="field_observe"),
    path(CLAIM + "foto/", field_phone.photo_add, name="field_photo_add"),
    path(VISIT + "selesai/", field_phone.finish, name="field_finish"),
    path(VISIT + "buka-kembali/", field_phone.reopen, name="field_reopen"),
    path(PHOTO, field_phone.photo, name="field_photo"),
    path(PHOTO + "utuh/", field_phone.photo_file, name="field_photo_file"),
    path(PHOTO + "hapus/", field_phone.photo_remove, name="field_photo_remove"),
]
