"""A file that is too large is let go while it arrives: it fills no disk, and the form's words are kept."""

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest


class LimitedUploadHandler(FileUploadHandler):
    """Stands before Django's own handlers and counts; they never see more than the limit."""

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data, start):
        self.received += len(raw_data)
        if self.received > settings.MAX_UPLOAD_BYTES:
            self.request.oversize_fields = {*oversize_fields(self.request), self.field_name}
            raise SkipFile
        return raw_data

    def file_complete(self, file_size):
        return None


def oversize_fields(request: HttpRequest) -> set[str]:
    """The form fields whose file was let go; known once the body has been read."""
    return getattr(request, "oversize_fields", set())
