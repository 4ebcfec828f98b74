"""What people, and those who mean ill, may type into the doors: each form says what is wrong and breaks nothing."""

import re

import pytest

from governance.actor import Assurance, Role
from tests.governance.conftest import Browser, Web

RUBBISH = {
    "nothing": "",
    "too much": "x" * 20_000,
    "a script": '"><script>alert(1)</script>',
    "a template": "{{ 7 * 7 }}{% raw %}",
    "an emoji": "\U0001f389@\U0001f389.example",
    "Welsh letters": "ŵŷ@ŷŵ.cymru",
    "line ends": "a@b.cymru\r\nBcc: c@d.cymru",
}
OPEN_TO_ALL = {
    "/sign-in/link": ("/en/sign-in", ("email",)),
    "/sign-in/password": ("/en/sign-in", ("known_email", "password", "code")),
    "/sign-in/code": ("/en/sign-in/code", ("code",)),
    "/password": ("/en/password", ("email",)),
}
BEHIND_THE_DOOR = {
    "/step-up": ("/en/step-up", ("password", "code")),
    "/me/sign-in/authenticator/confirm": ("/en/me/sign-in/authenticator", ("password", "code")),
}


async def _sent(browser: Browser, form: str, page: str, names: tuple[str, ...], typed: str) -> str:
    answer = await browser.post(f"/en{form}", dict.fromkeys(names, typed), page=page)
    assert answer.status_code in (303, 403, 409, 422), answer.status_code
    assert "<script>alert" not in answer.text
    assert ">49" not in answer.text
    if answer.status_code == 422:
        assert re.search(r"<title>\s*Error:", answer.text)
        assert "There is a problem" in answer.text
        linked = set(re.findall(r'<a href="#([^"]+)"', answer.text.partition("govuk-error-summary")[2]))
        assert linked & set(names)
        assert all(f'id="{name}-error"' in answer.text for name in linked & set(names))
    return answer.text


@pytest.mark.parametrize("typed", RUBBISH.values(), ids=RUBBISH)
@pytest.mark.parametrize("form", OPEN_TO_ALL)
async def test_rubbish_at_the_door_is_refused_in_words(web: Web, form: str, typed: str) -> None:
    page, names = OPEN_TO_ALL[form]
    await _sent(web.browser(), form, page, names, typed)


@pytest.mark.parametrize("typed", RUBBISH.values(), ids=RUBBISH)
@pytest.mark.parametrize("form", BEHIND_THE_DOOR)
async def test_rubbish_behind_the_door_is_refused_in_words(web: Web, form: str, typed: str) -> None:
    page, names = BEHIND_THE_DOOR[form]
    browser = await web.signed_in(Role.MEMBER, assurance=Assurance.LINK)
    await browser.post("/en/me/sign-in/authenticator", page="/en/me/sign-in/authenticator")
    await _sent(browser, form, page, names, typed)


async def test_nothing_typed_is_lost_but_what_is_secret(web: Web) -> None:
    shown = await _sent(
        web.browser(), "/sign-in/password", "/en/sign-in", ("known_email", "password", "code"), "ŵŷ&<b>"
    )
    assert 'id="known_email" name="known_email" type="email"' in shown
    assert shown.count('value="ŵŷ&amp;&lt;b&gt;"') == 2
    assert 'type="password"' in shown
    assert not re.search(r'type="password"[^>]* value=', shown)
