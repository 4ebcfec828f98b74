"""Choosing a password: the first one, or a new one, always by a link (AUTH-3)."""

from collections.abc import Iterable

from governance.access.model import password_problem
from governance.access.service import hashing
from governance.access.service.accounts import end_sign_ins, locked
from governance.access.service.door import Door
from governance.access.service.links import look_at_link, spend_link
from governance.actor import Actor
from governance.audit import service as audit
from governance.errors import Invalid


async def set_password(door: Door, *, token: str, password: str, names: Iterable[str]) -> None:
    """The first password, or a new one, by a link. Every sign-in of the account ends; an authenticator stays (AUTH-8).

    Raises:
        Invalid: the password may not be chosen; the link is not spent.
        LinkSpent: as with any link.
    """
    async with door.database.reading() as view:
        await look_at_link(view, token, door.browser, door.now)
    if (problem := password_problem(password, names=names)) is not None:
        raise Invalid({"password": problem})
    made = await hashing.hashed(password)
    async with door.database.writing() as tx:
        account = await locked(tx, await spend_link(tx, door, token, "password"))
        account.password = made
        await end_sign_ins(tx, account.id)
        await audit.note(tx, Actor(account=account.id), "access.password-set", account.id, door.now)
