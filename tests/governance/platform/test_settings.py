"""Settings are read once, and a slip in the file is named."""

from pathlib import Path

import pytest

from governance import settings


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    read = settings.read(tmp_path)
    assert read.database == f"sqlite:///{tmp_path / 'coop.sqlite'}"
    assert read.mail.server is None
    assert not read.is_secure


def test_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / settings.FILE).write_text(
        'origin = "https://coop.example"\n[mail]\nserver = "mail.example"\nport = 25\nsecurity = "none"\n'
    )
    read = settings.read(tmp_path)
    assert (read.host, read.is_secure, read.mail.port) == ("coop.example", True, 25)


def test_who_helps_is_read_and_need_not_be_told(tmp_path: Path) -> None:
    assert settings.read(tmp_path).contact == settings.Contact()
    (tmp_path / settings.FILE).write_text('[contact]\nphone = "+44 (0)1248 000-000"\nemail = "help@coop.example"\n')
    assert settings.read(tmp_path).contact == settings.Contact("+44 (0)1248 000-000", "help@coop.example")


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("colour = 'red'", "colour"),
        ("trusted_proxies = 'one'", "trusted_proxies"),
        ("origin = 4", "origin"),
        ("origin = 'ftp://coop.example'", "origin"),
        ("origin = 'localhost'", "origin"),
        ("origin = 'http://localhost:8000/'", "write 'http://localhost:8000'"),
        ("origin = 'https://Coop.example:443'", "write 'https://coop.example'"),
        ("origin = 'https://coop.example/en'", "write 'https://coop.example'"),
        ("origin = 'https://coop.example:port'", "origin"),
        ("origin = ", "Invalid value"),
        ("trusted_proxies = true", "trusted_proxies"),
        ("trusted_proxies = -1", "trusted_proxies"),
        ("time_zone = 'Mars/Base'", "time_zone"),
        ("time_zone = '../passwd'", "time_zone"),
        ("log_level = 'loud'", "log_level"),
        ("database = 'mysql://localhost/coop'", "database"),
        ("mail = 'mail.example'", "mail"),
        ("contact = '01248 000 000'", "contact"),
        ("[contact]\nphone = 'ask Ann'", "contact.phone"),
        ("[contact]\nemail = 'help at coop'", "contact.email"),
        ("[contact]\nfax = '01248 000 000'", "contact.fax"),
        ("[mail]\nport = 'smtp'", "mail.port"),
        ("[mail]\nsecurity = 'some'", "mail.security"),
    ],
)
def test_a_slip_is_named(tmp_path: Path, line: str, named: str) -> None:
    (tmp_path / settings.FILE).write_text(line)
    with pytest.raises(settings.BadSettings, match=named):
        settings.read(tmp_path)
