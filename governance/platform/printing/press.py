"""The process that turns one document into PDF: HTML comes in, PDF goes out, and nothing else can be asked for.

Run by `governance.platform.printing` as a script, with the files of our two weights of the typeface as arguments. It
reads nothing else, whatever the document names: no file, no address, no data in an address.
"""

import resource
import sys
from collections.abc import Iterable
from email.message import Message
from io import BytesIO
from pathlib import Path

MEMORY = 512 * 1024 * 1024
SECONDS = 30
NO_LIBRARIES, NO_MEMORY = 3, 4
FAMILY = "Atkinson Hyperlegible Next"
WEIGHTS = (400, 700)


def main(fonts: list[str]) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    ours = {f"font:{weight}": Path(file).read_bytes() for weight, file in zip(WEIGHTS, fonts, strict=True)}
    try:
        printed = print_(sys.stdin.buffer.read().decode(), ours)
    except OSError as error:  # Pango or HarfBuzz is missing
        sys.stderr.write(str(error).splitlines()[0])
        raise SystemExit(NO_LIBRARIES) from None
    except MemoryError:
        raise SystemExit(NO_MEMORY) from None
    sys.stdout.buffer.write(printed)


def print_(html: str, ours: dict[str, bytes]) -> bytes:
    import weasyprint  # type: ignore[import-untyped]  # noqa: PLC0415 — it loads libraries that a machine may lack
    from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]  # noqa: PLC0415
    from weasyprint.urls import (  # type: ignore[import-untyped]  # noqa: PLC0415
        FatalURLFetchingError,
        URLFetcher,
        URLFetcherResponse,
    )

    class OurFonts(URLFetcher):  # type: ignore[misc]  # the library has no types
        """A plain function would be asked for some addresses only; this is asked for all of them."""

        def fetch(self, url: str, headers: object = None) -> object:  # noqa: ARG002 (the library's signature)
            if url not in ours:
                raise FatalURLFetchingError("a document that asks for something is not printed")
            kind = Message()
            kind["Content-Type"] = "font/woff2"
            return URLFetcherResponse(url, BytesIO(ours[url]), kind)

    faces, fetcher = FontConfiguration(), OurFonts()
    style = weasyprint.CSS(string=_faces(ours), font_config=faces, url_fetcher=fetcher)
    document = weasyprint.HTML(string=html, url_fetcher=fetcher)
    printed: bytes = document.write_pdf(stylesheets=[style], font_config=faces, pdf_variant="pdf/ua-1")
    return printed


def _faces(addresses: Iterable[str]) -> str:
    return "\n".join(
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {address.partition(":")[2]}; src: url({address}) }}'
        for address in addresses
    )


if __name__ == "__main__":
    main(sys.argv[1:])
