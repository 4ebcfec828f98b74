"""Paper from HTML: tagged PDF in our own typeface, made by a process of its own that can fetch nothing (WEB-4)."""

import asyncio
import sys
from pathlib import Path

from governance.errors import CoopError, Unavailable
from governance.platform.web.assets import asset

PRESS = Path(__file__).with_name("press.py")
WEIGHTS = (400, 700)
SECONDS = 30
NO_LIBRARIES, NO_MEMORY = 3, 4
"""How the press ends where the libraries that it draws with are not installed, or the document is too large."""
_AT_ONCE = asyncio.Semaphore(1)


class CannotPrint(CoopError):
    """This machine has no library to draw PDF with; ``missing`` names it. The same pages can be printed as HTML."""

    code = "cannot-print"
    status = 503


class TooMuchToPrint(Unavailable):
    """Not done within half a minute and half a gigabyte: fewer pages at once are."""

    code = "too-much-to-print"


async def pdf(html: str) -> bytes:
    """The document as PDF/UA. It has its title, its language and its styles in itself, and asks for nothing else.

    ``font-family`` is "Atkinson Hyperlegible Next", in its weights 400 and 700.

    Raises:
        CannotPrint: Pango or HarfBuzz is not installed.
        TooMuchToPrint: it took too long, or too much memory.
    """
    fonts = [str(asset(f"atkinson-{weight}.woff2").path) for weight in WEIGHTS]
    async with _AT_ONCE:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",  # neither this folder nor the environment says what is imported
            str(PRESS),
            *fonts,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={},
        )
        try:
            async with asyncio.timeout(SECONDS):
                printed, said = await process.communicate(html.encode())
        except TimeoutError as error:
            raise TooMuchToPrint from error
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    if process.returncode == NO_LIBRARIES:
        raise CannotPrint(missing=said.decode(errors="replace").strip())
    if process.returncode == NO_MEMORY:
        raise TooMuchToPrint
    if process.returncode:
        raise ValueError(f"the press ended with {process.returncode}")  # not its words: they may quote the document
    return printed
