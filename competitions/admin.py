"""The tables of an edition, to look at. What changes them are the verbs, which lock, check and record."""

from django.contrib import admin

from kipp.lib.admin import ReadOnlyAdmin

from . import models


@admin.register(models.Competition)
class CompetitionAdmin(ReadOnlyAdmin):
    list_display = ["name", "year", "organiser", "opens_at", "closes_at", "announced_at"]
    list_select_related = ["organiser"]
    search_fields = ["name", "slug"]


@admin.register(models.Stage)
class StageAdmin(ReadOnlyAdmin):
    list_display = ["name", "competition", "kind", "closed_at", "published_at"]
    list_select_related = ["competition"]


class CriterionInline(admin.TabularInline):
    model = models.Criterion
    fields = ["position", "name", "weight", "points_min", "points_max"]
    readonly_fields = fields
    can_delete = False
    extra = 0

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(models.Rubric)
class RubricAdmin(ReadOnlyAdmin):
    list_display = ["stage", "version", "locked_at"]
    list_select_related = ["stage"]
    inlines = [CriterionInline]


@admin.register(models.Extension)
class ExtensionAdmin(ReadOnlyAdmin):
    list_display = ["competition", "agency", "until", "letter_number", "granted_at", "granted_by"]
    list_select_related = ["competition", "agency", "granted_by"]


@admin.register(models.LedgerEvent)
class LedgerEventAdmin(ReadOnlyAdmin):
    list_display = ["competition", "seq", "at", "kind", "subject", "actor"]
    list_select_related = ["competition"]
    search_fields = ["subject", "kind"]


@admin.register(models.FormAmendment)
class FormAmendmentAdmin(ReadOnlyAdmin):
    list_display = ["competition", "number", "letter_number", "made_at", "made_by"]
    list_select_related = ["competition", "made_by"]


@admin.register(models.StageRules)
class StageRulesAdmin(ReadOnlyAdmin):
    list_display = ["stage", "sha256", "frozen_at"]
    list_select_related = ["stage"]
