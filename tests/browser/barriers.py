"""What keeps somebody out of a page, as axe sees it."""

from axe_playwright_python.base import AXE_SCRIPT

#: Only what is wrong leaves the browser: what is right of a long page is megabytes.
LOOK = """options => axe.run(document, {resultTypes: ["violations"], ...options}).then(
    found => found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html}`)))"""


def barriers_of(page, **options) -> list[str]:
    """Rule and element of each objection to the open page. `options` are those of axe."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(LOOK, options)
