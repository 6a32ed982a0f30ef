"""The one list view."""

from django_filters.views import FilterView

from .queries import PAGE
from .web import PUBLIC, SIGNED_IN, require


class FilteredListView(FilterView):
    """A list page: the rows this person may see, narrowed by the filter form, sorted, 25 a page.

    `sorts` maps the names in `?sort=` to fields. An unknown sort, filter value or page never fails.
    """

    access = SIGNED_IN
    paginate_by = 25
    strict = False
    sorts: dict[str, str] = {}

    def dispatch(self, request, *args, **kwargs):
        if self.access not in (PUBLIC, SIGNED_IN):
            require(request.user, self.access, self.get_permission_object())
        return super().dispatch(request, *args, **kwargs)

    def get_permission_object(self):
        """What the permission is asked of, when the list lies inside something (an edition, a stage)."""
        return

    def get_queryset(self):
        return self.model.objects.visible_to(self.request.user).order_by(*self.get_ordering())

    def get_ordering(self) -> tuple[str, ...]:
        wanted = self.request.GET.get("sort", "")
        field = self.sorts.get(wanted.removeprefix("-"))
        return (f"-{field}" if wanted.startswith("-") else field, "pk") if field else self.ordering

    def paginate_queryset(self, queryset, page_size):
        page = self.get_paginator(queryset, page_size).get_page(self.request.GET.get(PAGE))
        return page.paginator, page, page.object_list, page.has_other_pages()
