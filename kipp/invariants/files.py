"""Files of proposals: what came before them, and how they came."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kipp.invariants.registry import Register
from proposals.enums import UploadStatus
from proposals.models import Attachment, Upload

invariant = Register()
CHECKS = invariant.checks


@invariant(_("Berkas yang diganti sudah dikeluarkan, dan berasal dari tempat yang sama."))
def replaced_files_are_out_of_the_same_place():
    replacing = Attachment.objects.filter(replaces__isnull=False)
    right = Q(replaces__removed_at__isnull=False, replaces__slot=F("slot"), replaces__proposal=F("proposal"))
    return replacing.exclude(right).values_list("code", flat=True)


@invariant(_("Unggahan yang selesai menjadi lampiran, yang lain tidak."))
def finished_uploads_are_attachments():
    done = Q(status=UploadStatus.DONE)
    wrong = (done & Q(attachment=None)) | (~done & Q(attachment__isnull=False))
    return Upload.objects.filter(wrong).values_list("code", flat=True)
