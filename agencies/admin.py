"""People, agencies and what was done, to look at. What changes them are the verbs."""

from django.contrib import admin

from kipp.lib.admin import ReadOnlyAdmin

from . import models


@admin.register(models.Agency)
class AgencyAdmin(ReadOnlyAdmin):
    list_display = ["code", "name", "kind", "parent", "is_active"]
    list_filter = ["kind", "is_active"]
    list_select_related = ["parent"]
    search_fields = ["code", "name"]


@admin.register(models.User)
class UserAdmin(ReadOnlyAdmin):
    list_display = ["name", "email", "is_active", "is_superuser", "joined_at"]
    search_fields = ["name", "email"]
    exclude = ["password"]


@admin.register(models.Membership)
class MembershipAdmin(ReadOnlyAdmin):
    list_display = ["user", "agency", "role", "since"]
    list_filter = ["role"]
    list_select_related = ["user", "agency"]


@admin.register(models.Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ["email", "agency", "role", "invited_at", "expires_at", "accepted_at", "revoked_at"]
    list_select_related = ["agency"]
    search_fields = ["email", "name"]
    exclude = ["token_sha256"]


@admin.register(models.ImportDraft)
class ImportDraftAdmin(ReadOnlyAdmin):
    list_display = ["file_name", "kind", "uploaded_by", "uploaded_at", "applied_at"]
    list_select_related = ["uploaded_by"]


@admin.register(models.Mail)
class MailAdmin(ReadOnlyAdmin):
    list_display = ["to", "batch", "status", "attempts", "queued_at", "sent_at"]
    list_filter = ["status"]
    list_select_related = ["batch"]
    exclude = ["subject", "body"]


@admin.register(models.MailBatch)
class MailBatchAdmin(ReadOnlyAdmin):
    list_display = ["title", "organiser", "purpose", "written_at", "held_at", "released_at", "cancelled_at"]
    list_filter = ["purpose"]
    list_select_related = ["organiser"]


@admin.register(models.Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ["user", "kind", "subject", "created_at", "read_at"]
    list_filter = ["kind"]
    list_select_related = ["user"]
    exclude = ["title", "text"]  # a person's own


@admin.register(models.AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "by", "verb", "subject"]
    list_select_related = ["by"]
    search_fields = ["verb", "subject"]
