"""A name with an e-mail address that is safe to put on an envelope."""

import re
from dataclasses import dataclass
from email.utils import quote

from notifications.errors import BadAddress
from notifications.headers import check_text, encoded, is_plain, without_tricks

NAME_LIMIT = 120
ADDRESS_LIMIT = 254
LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
DOMAIN_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


def check_domain(domain: str) -> None:
    if len(domain) > 253 or not all(DOMAIN_LABEL.fullmatch(label) for label in domain.split(".")):
        raise BadAddress("the domain is not a host name in ASCII (write an international domain in its xn-- form)")


def envelope_name(name: str) -> str:
    """As much of a name as an envelope can carry: whoever has a strange or a very long one is told all the same."""
    return without_tricks(name).strip()[:NAME_LIMIT].strip() or "?"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Addresses are ASCII: many servers still refuse SMTPUTF8. Names may hold any letter."""

    name: str
    address: str

    def __post_init__(self) -> None:
        check_text("name", self.name, NAME_LIMIT)
        check_text("address", self.address, ADDRESS_LIMIT)
        local, at, domain = self.address.rpartition("@")
        if not at or len(local) > 64 or not LOCAL_PART.fullmatch(local):
            raise BadAddress("the part before @ is missing or has characters that mail cannot carry")
        check_domain(domain)

    @property
    def local_part(self) -> str:
        return self.address.rpartition("@")[0]

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    def __str__(self) -> str:
        """As it stands in a header: RFC 5322 quoting, RFC 2047 for letters outside ASCII."""
        name = f'"{quote(self.name)}"' if is_plain(self.name) else encoded("Reply-To", self.name)
        return f"{name} <{self.address}>"
