"""Panels, readings, releases and documents, to look at. Scores and comments are not shown here: whoever
may read them reads them on the pages of the stage, as an organiser.
"""

from django.contrib import admin

from kipp.lib.admin import ReadOnlyAdmin

from . import models


@admin.register(models.PanelMember)
class PanelMemberAdmin(ReadOnlyAdmin):
    list_display = ["code", "user", "stage", "load_cap", "added_at"]
    list_select_related = ["user", "stage"]
    search_fields = ["code", "user__name"]


@admin.register(models.Conflict)
class ConflictAdmin(ReadOnlyAdmin):
    list_display = ["code", "user", "proposal", "source", "stated_at", "lifted_at"]
    list_filter = ["source"]
    list_select_related = ["user", "proposal"]
    exclude = ["reason", "lifted_reason"]  # may tell of a family


@admin.register(models.Assignment)
class AssignmentAdmin(ReadOnlyAdmin):
    list_display = ["code", "member", "entry", "assigned_at", "recused_at"]
    list_select_related = ["member__user", "member__stage", "entry__proposal", "entry__stage"]
    search_fields = ["code", "entry__proposal__code"]


@admin.register(models.AssignmentPlan)
class AssignmentPlanAdmin(ReadOnlyAdmin):
    list_display = ["code", "stage", "status", "attempts", "queued_at", "applied_at", "undone_at"]
    list_filter = ["status"]
    list_select_related = ["stage"]
    exclude = ["result"]


@admin.register(models.ScoreSheet)
class ScoreSheetAdmin(ReadOnlyAdmin):
    list_display = ["assignment", "status", "opened_at", "saved_at", "finalised_at"]
    list_filter = ["status"]
    list_select_related = ["assignment__member__user", "assignment__entry__proposal"]
    exclude = ["comment"]


@admin.register(models.Waiver)
class WaiverAdmin(ReadOnlyAdmin):
    list_display = ["assignment", "reason", "waived_at", "waived_by"]
    list_select_related = ["assignment__member__user", "assignment__entry__proposal", "waived_by"]


@admin.register(models.ResultRelease)
class ResultReleaseAdmin(ReadOnlyAdmin):
    list_display = ["code", "stage", "number", "sha256", "published_at", "published_by"]
    list_select_related = ["stage", "published_by"]
    exclude = ["annex"]  # which juror is which letter


@admin.register(models.ProposalResult)
class ProposalResultAdmin(ReadOnlyAdmin):
    list_display = ["release", "list_name", "place", "proposal", "total", "is_advanced", "award"]
    list_select_related = ["release__stage", "proposal"]


@admin.register(models.Document)
class DocumentAdmin(ReadOnlyAdmin):
    list_display = ["code", "kind", "release", "status", "attempts", "queued_at", "ready_at", "error"]
    list_filter = ["status", "kind"]
    list_select_related = ["release__stage"]


@admin.register(models.IntegrityStatement)
class IntegrityStatementAdmin(ReadOnlyAdmin):
    list_display = ["code", "user", "competition", "signed_as", "signed_at"]
    list_select_related = ["user", "competition"]


@admin.register(models.Substitution)
class SubstitutionAdmin(ReadOnlyAdmin):
    list_display = ["code", "stage", "leaving", "coming", "made_at", "made_by"]
    list_select_related = ["stage", "leaving__user", "coming__user", "made_by"]


@admin.register(models.Calibration)
class CalibrationAdmin(ReadOnlyAdmin):
    list_display = ["stage", "opened_at", "revealed_at"]
    list_select_related = ["stage"]


@admin.register(models.Timetable)
class TimetableAdmin(ReadOnlyAdmin):
    list_display = ["stage", "starts_at", "seed", "published_at"]
    list_select_related = ["stage"]


@admin.register(models.FieldVisit)
class FieldVisitAdmin(ReadOnlyAdmin):
    list_display = ["code", "entry", "planned_at", "place", "closed_at", "cancelled_at"]
    list_select_related = ["entry__proposal", "entry__stage"]
    search_fields = ["code", "entry__proposal__code"]
    exclude = ["remark"]  # the agency's own words


@admin.register(models.Plenary)
class PlenaryAdmin(ReadOnlyAdmin):
    list_display = ["code", "stage", "number", "held_at", "asked_by", "confirmed_by", "dropped_at"]
    list_select_related = ["stage", "asked_by", "confirmed_by"]


@admin.register(models.Minutes)
class MinutesAdmin(ReadOnlyAdmin):
    list_display = ["stage", "kind", "number", "sha256", "made_at", "made_by"]
    list_select_related = ["stage", "made_by"]


@admin.register(models.MinutesPaper)
class MinutesPaperAdmin(ReadOnlyAdmin):
    list_display = ["code", "minutes", "status", "attempts", "queued_at", "ready_at", "error"]
    list_filter = ["status"]
    list_select_related = ["minutes__stage"]
