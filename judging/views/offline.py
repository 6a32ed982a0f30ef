"""What lets a juror's browser show kept pages while the line is away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.http import require_GET

from kipp.lib import canonical
from kipp.lib.web import PUBLIC, access

#: The parts of a juror's pages: what the browser needs besides the page itself.
FILES = (
    "bootstrap/css/bootstrap.min.css",
    *(
        f"css/{name}.css"
        for name in ("tokens", "tokens-dark", "base", "components", "forms", "print", "score", "field")
    ),
    *(f"js/{name}.js" for name in ("theme", "ui", "score", "outbox", "leftovers", "kept-pages", "queue")),
    *(f"js/{name}.js" for name in ("field", "field-pictures", "field-photos")),
    "django_htmx/htmx-2.min.js",
    "img/icons.svg",
    "img/logo.svg",
    "img/favicon.svg",
)


@access(PUBLIC)
@require_GET
def offline_worker(request: HttpRequest) -> HttpResponse:
    """Lies under /juri/, so that it answers for those pages only. Nothing of anybody is in it."""
    mark = canonical.sha256("\n".join(static(name) for name in FILES))[:12]
    context = {"files": FILES, "mark": mark}
    return render(request, "judging/offline_worker.js", context, content_type="text/javascript")
