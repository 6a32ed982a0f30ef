from django.urls import path

from proposals.views import entrant_files, entrant_letters, entrant_uploads, leaving

ONE = "proposal/<str:code>/"
FILE = f"{ONE}lampiran/<str:attachment_code>/"

urlpatterns = [
    path("keluar/<str:target>/", leaving.leave, name="leave"),
    path(f"{ONE}berkas/", entrant_files.extras, name="files"),
    path(f"{ONE}berkas/<slug:slot_code>/", entrant_files.slot, name="slot"),
    path(f"{ONE}berkas/<slug:slot_code>/surat/", entrant_letters.prepare, name="letter_prepare"),
    path(f"{ONE}berkas/<slug:slot_code>/unggah/", entrant_uploads.begin, name="upload"),
    path(f"{ONE}unggahan/<str:upload_code>/", entrant_uploads.upload, name="upload_piece"),
    path(f"{ONE}surat/<str:sheet_code>/", entrant_letters.letter, name="letter"),
    path(f"{ONE}tautan/", entrant_files.silent_links, name="silent_links"),
    path(FILE, entrant_files.download, name="attachment"),
    path(f"{FILE}hapus/", entrant_files.remove, name="attachment_remove"),
    path(f"{FILE}halaman/<int:page>/", entrant_files.page_picture, name="attachment_page"),
]
