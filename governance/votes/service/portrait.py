"""The picture of a candidate, drawn anew: small, and without anything that a camera hid in it."""

from io import BytesIO

from PIL import Image, ImageOps

WIDEST = 480
"""Pixels of the longer side."""

LARGEST_PHOTO = 8_000_000
"""Bytes of an upload; pictures of telephones are smaller."""

MOST_PIXELS = 40_000_000
"""Looked at before anything is unpacked: a small file can claim to be a huge picture."""

FORMATS = ("JPEG", "PNG", "WEBP")


class Unreadable(ValueError):
    """No picture of a kind that is taken, or too large a one."""


def drawn_anew(uploaded: bytes) -> bytes:
    """A JPEG with the pixels of ``uploaded`` alone, upright as it was meant to be seen.

    Raises:
        Unreadable
    """
    if len(uploaded) > LARGEST_PHOTO:
        raise Unreadable
    try:
        with Image.open(BytesIO(uploaded), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Unreadable
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Unreadable from error
    upright.thumbnail((WIDEST, WIDEST))
    bare = Image.frombytes("RGB", upright.size, upright.tobytes())
    written = BytesIO()
    bare.save(written, "JPEG", quality=85, optimize=True)
    return written.getvalue()
