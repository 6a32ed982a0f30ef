"""Ways to break what is known of files; each joins the cases of `breaking`."""

from proposals.models import Attachment, Upload
from tests.kipp.breaking import AT, breaks, one, person


@breaks("replaced_files_are_out_of_the_same_place")
def replace_a_file_that_stays():
    held = one(Attachment.objects.filter(removed_at=None))
    held.update(replaces=held.get())


@breaks("finished_uploads_are_attachments")
def finish_an_upload_without_a_file():
    held = Attachment.objects.order_by("pk").first()
    Upload.objects.create(
        proposal=held.proposal,
        slot=held.slot,
        name="a.pdf",
        size=1,
        status="done",
        begun_at=AT,
        begun_by=person(),
        touched_at=AT,
    )
