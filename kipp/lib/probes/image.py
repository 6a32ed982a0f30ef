"""A photo or scan: is it what its name says, how large, and a copy without place, camera or author."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 40_000_000
#: Phones write several pictures into one JPEG: "MPO".
FORMATS = {"jpg": ("JPEG", "MPO"), "png": ("PNG",)}
SAVED_AS = {"jpg": "JPEG", "png": "PNG"}
OPTIONS = {"jpg": {"quality": 85}, "png": {"compress_level": 4}}

Image.MAX_IMAGE_PIXELS = None  # counted by ourselves, before anything is unpacked


def examine(path: str, copy: str, kind: str) -> dict:
    try:
        with Image.open(path, formats=FORMATS[kind]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return {"problem": "too_many_pixels"}
            upright(picture).save(copy, SAVED_AS[kind], **OPTIONS[kind])
            return {"pages": 1}
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        return {"problem": "broken"}


def upright(picture: Image.Image) -> Image.Image:
    """The picture as a camera held it, with its colours and nothing else that was noted beside it."""
    turned = ImageOps.exif_transpose(picture)
    turned.load()
    kept = {key: turned.info[key] for key in ("transparency", "icc_profile") if key in turned.info}
    turned.info = kept
    if hasattr(turned, "text"):
        turned.text = {}
    turned.getexif().clear()
    return turned


def without_traces(content: bytes, kind: str) -> bytes:
    """A picture that lies inside a document; what cannot be read stays as it is."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS[kind]) as picture:
            if picture.width * picture.height > MOST_PIXELS or not picture.getexif():
                return content
            out = io.BytesIO()
            upright(picture).save(out, SAVED_AS[kind], **OPTIONS[kind])
            return out.getvalue()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        return content
