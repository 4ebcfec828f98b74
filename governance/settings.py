"""Every setting of one organisation, read once from its home folder and then frozen."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import governance

FILE = "coop.toml"
MAIL_SECURITY = ("none", "starttls", "tls")
LOG_LEVELS = ("debug", "info", "warning", "error")
DATABASES = ("sqlite", "postgresql")
NOT_KEYS = ("home", "mail", "contact")
"""Parts of the settings that no single line of the file gives."""
USUAL_PORTS = {"http": 80, "https": 443}


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
class Contact:
    """Where people find help from a person: shown at the foot of every page. What is not given is not shown."""

    phone: str = ""
    email: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """``origin`` is the only source of links (MAIL-2); ``trusted_proxies`` counts the hops that may name a client."""

    home: Path
    database: str
    origin: str = "http://localhost:8000"
    trusted_proxies: int = 0
    time_zone: str = "Europe/London"
    mail: Mail = field(default_factory=Mail)
    contact: Contact = field(default_factory=Contact)
    log_level: str = "info"

    @property
    def keys_folder(self) -> Path:
        return self.home / "keys"

    @property
    def mail_folder(self) -> Path:
        return self.home / "mail"

    @property
    def backup_folder(self) -> Path:
        return self.home / "backups"

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
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except ValueError as error:
        raise BadSettings(str(error)) from error
    mail = Mail(**_section(given, "mail", Mail))
    contact = Contact(**_section(given, "contact", Contact))
    known = _known(given, Settings, "")
    known.setdefault("database", f"sqlite:///{home / 'coop.sqlite'}")
    settings = Settings(home=home, mail=mail, contact=contact, **known)
    _check(settings)
    return settings


def _check(settings: Settings) -> None:
    """Values that would only be missed later: an address that no browser sends, a zone that no clock keeps."""
    choices = {
        "mail.security": (settings.mail.security, MAIL_SECURITY),
        "log_level": (settings.log_level, LOG_LEVELS),
        "database": (settings.database.partition(":")[0], DATABASES),
    }
    for name, (value, allowed) in choices.items():
        if value not in allowed:
            raise BadSettings(f"{name}: {value!r} is not one of {', '.join(allowed)}")
    if settings.origin != (plain := _origin(settings.origin)):
        raise BadSettings(f"origin: {settings.origin!r} is not how browsers write it; write {plain!r}")
    if settings.contact.phone and not re.fullmatch(r"\+?[0-9][0-9 ()-]{4,30}", settings.contact.phone):
        raise BadSettings(f"contact.phone: {settings.contact.phone!r} is not a phone number")
    if settings.contact.email and not re.fullmatch(r"[^@\s]+@[^@\s]+", settings.contact.email):
        raise BadSettings(f"contact.email: {settings.contact.email!r} is not an e-mail address")
    if settings.trusted_proxies < 0:
        raise BadSettings("trusted_proxies: it cannot be less than 0")
    try:
        ZoneInfo(settings.time_zone)
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise BadSettings(f"time_zone: {settings.time_zone!r} is not known") from error


def _origin(address: str) -> str:
    """Scheme and host as a browser puts them into Host and Origin: lower case, no usual port, nothing after it."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise BadSettings(f"origin: {address!r} is not an address") from error
    if parts.scheme not in USUAL_PORTS or not parts.hostname:
        raise BadSettings(f"origin: {address!r} does not start with http:// or https:// and a host name")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in (None, USUAL_PORTS[parts.scheme]) else "")


def _section(given: dict[str, Any], name: str, kind: type) -> dict[str, Any]:
    section = given.pop(name, {})
    if not isinstance(section, dict):
        raise BadSettings(f"{name}: this is a section, written [{name}]")
    return _known(section, kind, name)


def _known(given: dict[str, Any], kind: type, prefix: str) -> dict[str, Any]:
    allowed = {name: kind_ for name, kind_ in kind.__annotations__.items() if name not in NOT_KEYS}
    for name, value in given.items():
        if name not in allowed:
            raise BadSettings(f"{prefix}.{name}".lstrip(".") + ": there is no such setting")
        if allowed[name] is int and (not isinstance(value, int) or isinstance(value, bool)):
            raise BadSettings(f"{prefix}.{name}".lstrip(".") + f": {value!r} is not a whole number")
        if allowed[name] is not int and not isinstance(value, str):
            raise BadSettings(f"{prefix}.{name}".lstrip(".") + f": {value!r} is not a text")
    return {name: Path(value) if name.endswith("_file") else value for name, value in given.items()}
