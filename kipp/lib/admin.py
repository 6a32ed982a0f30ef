"""How the admin shows tables: to look at, never to write. What changes them are the verbs."""

from django.contrib import admin


class ReadOnlyAdmin(admin.ModelAdmin):
    """Tables that only verbs write. Secrets stay closed even to those who may look."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
