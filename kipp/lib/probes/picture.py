"""One page of a PDF, or a photo, as a small picture for a web page."""

import image
import pypdfium2
from PIL import Image, ImageOps

QUALITY = 72
TALLEST = 4  # times its width: a ribbon of a page is cut off, not drawn for minutes


def examine(path: str, copy: str, kind: str, number: str, width: str) -> dict:
    draw = draw_page if kind == "pdf" else draw_photo
    try:
        drawn = draw(path, kind, int(number), int(width))
    except (pypdfium2.PdfiumError, OSError, SyntaxError, ValueError, IndexError):
        return {"problem": "broken"}
    drawn.save(copy, "WEBP", quality=QUALITY, method=2)
    return {"width": drawn.width, "height": drawn.height}


def draw_page(path: str, kind: str, number: int, width: int) -> Image.Image:
    page = pypdfium2.PdfDocument(path)[number - 1]
    across, down = page.get_size()
    if across <= 0 or down <= 0 or down > across * TALLEST:
        raise ValueError("no page that fits a screen")
    return page.render(scale=width / across).to_pil().convert("RGB")


def draw_photo(path: str, kind: str, number: int, width: int) -> Image.Image:
    with Image.open(path, formats=image.FORMATS[kind]) as photo:
        if number != 1 or photo.width * photo.height > image.MOST_PIXELS:
            raise ValueError("no such picture")
        photo.draft("RGB", (width, width))
        shown = ImageOps.exif_transpose(photo)
        shown.thumbnail((width, width * TALLEST))
        if shown.mode in ("RGBA", "LA", "P"):
            shown = Image.alpha_composite(Image.new("RGBA", shown.size, "white"), shown.convert("RGBA"))
        return shown.convert("RGB")
