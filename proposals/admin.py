"""What agencies wrote and sent, to look at. What changes it are the verbs, which lock, check and record."""

from django.contrib import admin

from kipp.lib.admin import ReadOnlyAdmin

from . import models


@admin.register(models.Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    list_display = ["code", "title", "agency", "competition", "status", "saved_at", "submitted_at"]
    list_filter = ["competition", "status"]
    list_select_related = ["agency", "competition"]
    exclude = ["video_url", "head_note"]  # the agency's own words, while it is a draft
    search_fields = ["code", "title"]


@admin.register(models.ProposalVersion)
class ProposalVersionAdmin(ReadOnlyAdmin):
    list_display = ["code", "proposal", "number", "sha256", "submitted_at"]
    list_select_related = ["proposal"]
    search_fields = ["code", "sha256", "proposal__code"]


@admin.register(models.Innovation)
class InnovationAdmin(ReadOnlyAdmin):
    list_display = ["code", "title", "agency", "registered_at"]
    list_select_related = ["agency"]
    search_fields = ["code", "title"]


@admin.register(models.Entry)
class EntryAdmin(ReadOnlyAdmin):
    list_display = ["code", "stage", "proposal", "admitted_at"]
    list_select_related = ["stage", "proposal"]
    search_fields = ["code", "proposal__code"]


@admin.register(models.Attachment)
class AttachmentAdmin(ReadOnlyAdmin):
    list_display = ["code", "proposal", "slot", "name", "size", "pages", "uploaded_at", "removed_at"]
    list_select_related = ["proposal", "slot"]
    search_fields = ["code", "sha256", "proposal__code"]


@admin.register(models.Receipt)
class ReceiptAdmin(ReadOnlyAdmin):
    list_display = ["code", "version", "status", "attempts", "queued_at", "ready_at", "error"]
    list_filter = ["status"]
    list_select_related = ["version__proposal"]


@admin.register(models.Screening)
class ScreeningAdmin(ReadOnlyAdmin):
    list_display = ["version", "outcome", "decided_at", "decided_by"]
    list_filter = ["outcome"]
    list_select_related = ["version__proposal", "decided_by"]


@admin.register(models.Collaborator)
class CollaboratorAdmin(ReadOnlyAdmin):
    list_display = ["proposal", "user", "role", "added_at", "added_by"]
    list_select_related = ["proposal", "user", "added_by"]


@admin.register(models.Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    list_display = ["code", "version", "due_at", "asked_at", "asked_by", "ended_at", "ended_as"]
    list_select_related = ["version__proposal", "asked_by"]


@admin.register(models.Recognition)
class RecognitionAdmin(ReadOnlyAdmin):
    list_display = ["innovation", "year", "level", "name", "recorded_at", "revoked_at"]
    list_filter = ["level", "year"]
    list_select_related = ["innovation"]


@admin.register(models.Upload)
class UploadAdmin(ReadOnlyAdmin):
    list_display = ["code", "proposal", "slot", "name", "received", "size", "status", "touched_at"]
    list_filter = ["status"]
    list_select_related = ["proposal", "slot"]


class JobAdmin(ReadOnlyAdmin):
    """Rows that a worker makes into files or answers: where they stand, and why they failed."""

    list_display = ["code", "status", "attempts", "queued_at", "ready_at", "error"]
    list_filter = ["status"]


admin.site.register(
    [models.InnovationExport, models.LinkCheck, models.ScreeningLetter, models.StatementSheet], JobAdmin
)
