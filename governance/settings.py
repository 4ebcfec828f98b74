"""Every setting of one organisation, read once from its home folder and then frozen."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import governance

FILE = "coop.toml"
MAIL_SECURITY = ("none", "starttls", "tls")


class BadSettings(Exception):
    """The settings file cannot be used; the message names the line's key and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Mail:
    """How letters leave. Without a server they are laid into the folder ``mail`` of the home folder."""

    sender: str = "secretary@localhost"
    server: str | None = None
    port: int = 587
    security: str = "starttls"
    user: str | None = None
    password_file: Path | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """``origin`` is the only source of links (MAIL-2); ``trusted_proxies`` counts the hops that may name a client."""

    home: Path
    database: str
    origin: str = "http://localhost:8000"
    trusted_proxies: int = 0
    time_zone: str = "Europe/London"
    mail: Mail = field(default_factory=Mail)
    log_level: str = "info"

    @property
    def keys_folder(self) -> Path:
        return self.home / "keys"

    @property
    def mail_folder(self) -> Path:
        return self.home / "mail"

    @property
    def is_secure(self) -> bool:
        """Served over https; without it cookies cannot carry the ``__Host-`` promise."""
        return self.origin.startswith("https://")

    @property
    def host(self) -> str:
        return urlsplit(self.origin).netloc


def templates() -> Path:
    """The folder of templates: inside the installed package, or beside it in a checkout."""
    inside = Path(governance.__file__).parent / "templates"
    return inside if inside.is_dir() else inside.parents[1] / "templates"


TEMPLATES = templates()


def read(home: Path) -> Settings:
    """The settings of the organisation that lives in ``home``; a missing file means all defaults.

    Raises:
        BadSettings: an unknown key, or a value of the wrong kind.
    """
    home = home.resolve()
    path = home / FILE
    given = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    mail = Mail(**_known(given.pop("mail", {}), Mail, "mail"))
    if mail.security not in MAIL_SECURITY:
        raise BadSettings(f"mail.security: {mail.security!r} is not one of {', '.join(MAIL_SECURITY)}")
    known = _known(given, Settings, "")
    known.setdefault("database", f"sqlite:///{home / 'coop.sqlite'}")
    settings = Settings(home=home, mail=mail, **known)
    if urlsplit(settings.origin).scheme not in ("http", "https"):
        raise BadSettings(f"origin: {settings.origin!r} does not start with http:// or https://")
    return settings


def _known(given: dict[str, Any], kind: type, prefix: str) -> dict[str, Any]:
    allowed = {name: annotation for name, annotation in kind.__annotations__.items() if name not in ("home", "mail")}
    for name, value in given.items():
        if name not in allowed:
            raise BadSettings(f"{prefix}.{name}".lstrip(".") + ": there is no such setting")
        if allowed[name] is int and not isinstance(value, int):
            raise BadSettings(f"{prefix}.{name}".lstrip(".") + f": {value!r} is not a whole number")
        if allowed[name] is not int and not isinstance(value, str):
            raise BadSettings(f"{prefix}.{name}".lstrip(".") + f": {value!r} is not a text")
    return {name: Path(value) if name.endswith("_file") else value for name, value in given.items()}
