"""Keys live in files; sealed cells open only where they were sealed."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.platform.keys import Keys, KeysMissing
from governance.platform.sealing import SealBroken, seal, unseal

HERE = {"table": "account", "column": "totp", "row": "a1"}


@pytest.mark.control("ENC-4")
def test_each_purpose_has_its_own_key_and_keeps_it(keys: Keys) -> None:
    purposes = ["columns", "forms", "sign/audit", "sign/receipts"]
    assert len({keys.secret(purpose) for purpose in purposes}) == len(purposes)
    assert Keys.create(keys.folder).secret("columns") == keys.secret("columns")


@pytest.mark.control("ENC-2")
def test_key_files_are_readable_by_their_owner_alone(keys: Keys) -> None:
    keys.temporary("ballot-1")
    for path in keys.folder.rglob("*"):
        if path.is_file():
            assert stat.S_IMODE(path.stat().st_mode) == 0o400, path


def test_a_folder_without_a_master_key_says_so(keys: Keys) -> None:
    (keys.folder / "master.key").unlink()
    with pytest.raises(KeysMissing):
        keys.secret("columns")


@pytest.mark.control("SEC-2")
def test_a_destroyed_key_is_gone_and_the_next_one_is_another(keys: Keys) -> None:
    first = keys.temporary("ballot-1")
    assert keys.temporary("ballot-1") == first
    keys.destroy("ballot-1")
    keys.destroy("ballot-1")
    assert keys.temporary("ballot-1") != first
    assert not [path for path in keys.folder.rglob("*") if path.is_file() and first in path.read_bytes()]


@pytest.mark.control("ENC-1")
@pytest.mark.parametrize("moved", [{"table": "member"}, {"column": "notes"}, {"row": "a2"}])
def test_a_sealed_cell_cannot_be_moved(keys: Keys, moved: dict[str, str]) -> None:
    cell = seal(keys, b"secret", **HERE)
    assert unseal(keys, cell, **HERE) == b"secret"
    with pytest.raises(SealBroken):
        unseal(keys, cell, **(HERE | moved))


def test_another_key_opens_nothing(keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> None:
    cell = seal(keys, b"secret", **HERE)
    with pytest.raises(SealBroken):
        unseal(Keys.create(tmp_path_factory.mktemp("other")), cell, **HERE)


@given(cell=st.text())
def test_rubbish_is_refused_and_never_opened(cell: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    keys = Keys.create(tmp_path_factory.getbasetemp() / "rubbish")
    with pytest.raises(SealBroken):
        unseal(keys, cell, **HERE)


def test_asking_whether_a_temporary_key_is_there_makes_none(tmp_path: Path) -> None:
    keys = Keys.create(tmp_path / "keys")
    assert not keys.holds("ballot-1")
    keys.temporary("ballot-1")
    assert keys.holds("ballot-1")
    keys.destroy("ballot-1")
    assert not keys.holds("ballot-1")
