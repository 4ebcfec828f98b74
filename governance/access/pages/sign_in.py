"""The way in: a link, a code, a password; and what a person sees of their own sign-ins."""

from dataclasses import dataclass
from typing import Annotated

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec import Meta

from governance.access import ask
from governance.access import service as access
from governance.access.entrance import ENTRANCE, Entrance
from governance.access.pages.returning import AnyRequest, Came, back_to
from governance.platform.web import cookies, qr
from governance.platform.web.forms import Secret
from governance.platform.web.replies import Template, after

Address = Annotated[str, Meta(max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")]


@dataclass(frozen=True, slots=True)
class Asking:
    email: Address


@dataclass(frozen=True, slots=True)
class Knowing:
    """The second form of the page; its fields have names of their own beside those of the first."""

    known_email: Address
    password: Secret
    code: str | None
    came: str | None


@dataclass(frozen=True, slots=True)
class Typing:
    code: str


@dataclass(frozen=True, slots=True)
class Choosing:
    password: Secret


@dataclass(frozen=True, slots=True)
class Proving:
    password: Secret
    code: str
    came: str | None


class SignInPages(Controller):
    path = "/sign-in"
    include_in_schema = False
    dependencies = ENTRANCE

    @get("/", permission="access.sign-in")
    async def show(self, came: Came = "") -> Template:
        return Template("pages/access/sign_in.html", context={"came": came})

    @post("/link", permission="access.sign-in", form="/sign-in")
    async def ask_for_link(self, variant: FromPath[str], form: ask.Form, entrance: Entrance) -> Redirect:
        await access.request_link(entrance.door, address=form.read(Asking).email, purpose="sign-in", variant=variant)
        return after("/sign-in/code", say="link-sent")

    @post("/password", permission="access.sign-in", form="/sign-in")
    async def sign_in(self, request: AnyRequest, form: ask.Form, entrance: Entrance) -> Redirect:
        given = form.read(Knowing)
        stamp = await access.sign_in_with_password(
            entrance.door, address=given.known_email, password=given.password, code=given.code or ""
        )
        entrance.admit(stamp)
        return after(back_to(request, given.came), say="signed-in")

    @get("/code", permission="access.sign-in")
    async def ask_for_code(self) -> Template:
        return Template("pages/access/code.html")

    @post("/code", permission="access.sign-in")
    async def type_code(self, form: ask.Form, entrance: Entrance) -> Redirect:
        code = form.read(Typing).code
        proved = await access.type_code(entrance.door, code)
        if proved.stamp is None:
            return after(f"/password/{proved.password_token}")
        entrance.admit(proved.stamp)
        return after("/", say="signed-in")

    @get("/link/{token:str}", permission="access.sign-in")
    async def look_at_link(self, token: FromPath[str], view: ask.View, visit: ask.Visit, now: ask.Now) -> Template:
        seen = await access.look_at_link(view, token, visit.browser, now)
        return Template("pages/access/link.html", context={"seen": seen, "token": token})

    @post("/link/{token:str}", permission="access.sign-in")
    async def use_link(self, token: FromPath[str], entrance: Entrance) -> Redirect:
        entrance.admit(await access.use_link(entrance.door, token))
        return after("/", say="signed-in")


class PasswordPages(Controller):
    path = "/password"
    include_in_schema = False
    dependencies = ENTRANCE

    @get("/", permission="access.sign-in")
    async def show(self) -> Template:
        return Template("pages/access/forgotten.html")

    @post("/", permission="access.sign-in")
    async def ask_for_link(self, variant: FromPath[str], form: ask.Form, entrance: Entrance) -> Redirect:
        await access.request_link(entrance.door, address=form.read(Asking).email, purpose="password", variant=variant)
        return after("/sign-in/code", say="link-sent")

    @get("/{token:str}", permission="access.sign-in")
    async def look_at_link(self, token: FromPath[str], view: ask.View, visit: ask.Visit, now: ask.Now) -> Template:
        seen = await access.look_at_link(view, token, visit.browser, now)
        return Template("pages/access/password.html", context={"seen": seen, "token": token})

    @post("/{token:str}", permission="access.sign-in")
    async def choose(self, token: FromPath[str], form: ask.Form, entrance: Entrance) -> Redirect:
        await access.set_password(
            entrance.door, token=token, password=form.read(Choosing).password, names=entrance.names
        )
        return after("/sign-in", say="password-set")


class StepUpPages(Controller):
    path = "/step-up"
    include_in_schema = False
    dependencies = ENTRANCE

    @get("/", permission="access.own")
    async def show(self, came: Came = "") -> Template:
        return Template("pages/access/step_up.html", context={"came": came})

    @post("/", permission="access.own")
    async def step_up(self, request: AnyRequest, form: ask.Form, actor: ask.Actor, entrance: Entrance) -> Redirect:
        given = form.read(Proving)
        stamp = await access.step_up(entrance.door, actor, entrance.login, password=given.password, code=given.code)
        entrance.admit(stamp)
        return after(back_to(request, given.came), say="stepped-up")


class OwnSignInPages(Controller):
    path = "/me/sign-in"
    include_in_schema = False
    dependencies = ENTRANCE

    @get("/", permission="access.own")
    async def show(self, view: ask.View, actor: ask.Actor, visit: ask.Visit) -> Template:
        context = {
            "sign_ins": await access.sign_ins(view, actor),
            "this_one": visit.login,
            "has_authenticator": await access.has_totp(view, actor),
        }
        return Template("pages/access/own.html", context=context)

    @post("/others", permission="access.own")
    async def end_others(self, tx: ask.Transaction, actor: ask.Actor, visit: ask.Visit) -> Redirect:
        await access.end_others(tx, actor, visit.login or "")
        return after("/me/sign-in", say="others-ended")

    @get("/authenticator", permission="access.factors")
    async def show_authenticator(
        self, view: ask.View, keys: ask.Keys, settings: ask.Settings, actor: ask.Actor
    ) -> Template:
        secret = await access.pending_secret(view, keys, actor)
        address = access.authenticator_address(secret, actor.name, settings.host) if secret else None
        context = {
            "secret": secret,
            "address": address,
            "drawing": qr.drawn(address) if address else None,
            "has_authenticator": await access.has_totp(view, actor),
        }
        return Template("pages/access/authenticator.html", context=context)

    @post("/authenticator", permission="access.factors")
    async def begin_authenticator(
        self, tx: ask.Transaction, keys: ask.Keys, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await access.begin_totp(tx, keys, actor, now)
        return after("/me/sign-in/authenticator")

    @post("/authenticator/confirm", permission="access.factors", form="/me/sign-in/authenticator", status_code=200)
    async def confirm_authenticator(self, form: ask.Form, actor: ask.Actor, entrance: Entrance) -> Template:
        given = form.read(Proving)
        enrolled = await access.confirm_totp(entrance.door, actor, password=given.password, code=given.code)
        entrance.admit(enrolled.stamp)
        return Template("pages/access/recovery_codes.html", context={"codes": enrolled.recovery_codes})


class SignOutPages(Controller):
    path = "/sign-out"
    include_in_schema = False
    dependencies = ENTRANCE

    @post("/", permission="access.own")
    async def sign_out(self, tx: ask.Transaction, settings: ask.Settings, visit: ask.Visit) -> Redirect:
        await access.sign_out(tx, visit.login or "")
        visit.put(cookies.ended(cookies.SIGN_IN, secure=settings.is_secure))
        return after("/", say="signed-out")
