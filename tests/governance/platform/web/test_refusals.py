"""Every no has its words."""

from collections.abc import Iterator

import pytest

from governance import app
from governance.errors import CoopError
from governance.platform.keys import Keys
from governance.settings import TEMPLATES
from tests.governance.conftest import Web
from tests.governance.platform.web.routes import ways

COMMON = (TEMPLATES / "ui" / "refusals_common.html").read_text(encoding="utf-8")


def kinds(parent: type[CoopError] = CoopError) -> Iterator[type[CoopError]]:
    for kind in parent.__subclasses__():
        yield kind
        yield from kinds(kind)


async def test_every_refusal_of_every_slice_is_put_into_words(web: Web) -> None:
    app.job_handlers(Keys(web.settings.keys_folder))  # with the pages, this imports all slices
    silent = sorted({f"{kind.__module__}: {kind.code}" for kind in kinds() if f'"{kind.code}"' not in _words(kind)})
    assert silent == []


def _words(kind: type[CoopError]) -> str:
    slice_ = kind.__module__.split(".")[1]
    own = sorted((TEMPLATES / "pages" / slice_).glob("*refusals*.html"))
    return COMMON + "".join(path.read_text(encoding="utf-8") for path in own)


async def test_a_code_belongs_to_one_slice_or_to_the_house(web: Web) -> None:
    assert len(list(ways(web.app))) > 0
    owners: dict[str, set[str]] = {}
    for kind in kinds():
        owners.setdefault(kind.code, set()).add(kind.__module__.split(".")[1])
    assert {code: found for code, found in owners.items() if len(found) > 1} == {}


@pytest.mark.parametrize(("variant", "words"), [("en", "There is nothing here"), ("cy", "Nid oes dim yma")])
async def test_not_found_speaks_the_language_of_the_address(web: Web, variant: str, words: str) -> None:
    answer = await web.browser().get(f"/{variant}/nowhere")
    assert answer.status_code == 404
    assert words in answer.text
