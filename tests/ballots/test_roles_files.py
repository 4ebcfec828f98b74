"""A file is written whole or not at all, and never over another."""

import os
import stat
import subprocess
import sys

import pytest

from ballots.roles.files import SECRET, read_text, write_new


@pytest.fixture(params=["links", "no links"])
def folder(request, tmp_path, monkeypatch):
    """As it is on a disk, and on a memory stick."""

    def refused(*_):
        raise PermissionError(1, "Operation not permitted")

    if request.param == "no links":
        monkeypatch.setattr(os, "link", refused)
    return tmp_path


def test_a_file_is_there_with_all_that_belongs_in_it(folder):
    write_new(folder / "key", b"secret", SECRET)
    assert (folder / "key").read_bytes() == b"secret"
    assert stat.S_IMODE((folder / "key").stat().st_mode) == SECRET
    assert os.listdir(folder) == ["key"]


def test_no_file_is_written_over_another(folder):
    (folder / "key").write_bytes(b"first")
    (folder / "lost").symlink_to("nowhere")
    for name in ("key", "lost", "."):
        with pytest.raises(FileExistsError) as refused:
            write_new(folder / name, b"second")
        assert refused.value.filename == str(folder / name)
    assert (folder / "key").read_bytes() == b"first"
    assert sorted(os.listdir(folder)) == ["key", "lost"]


DYING = """
import os, sys
from pathlib import Path
from ballots.roles.files import write_new

os.fsync = lambda _: os._exit(9)
write_new(Path(sys.argv[1]), b"a code\\n" * 100_000)
"""


def test_a_process_that_dies_while_it_writes_leaves_no_half_of_a_file(tmp_path):
    """Whatever it wrote until then has another name."""
    path = tmp_path / "codes.txt"
    assert subprocess.run([sys.executable, "-c", DYING, str(path)], check=False).returncode == 9
    assert not path.exists()
    write_new(path, b"whole")
    assert path.read_bytes() == b"whole"


def test_where_nothing_can_be_written_the_file_is_named_and_nothing_left(folder):
    with pytest.raises(FileNotFoundError) as refused:
        write_new(folder / "missing" / "key", b"")
    assert refused.value.filename == str(folder / "missing" / "key")
    (folder / "file").touch()
    with pytest.raises(NotADirectoryError):
        write_new(folder / "file" / "key", b"")
    assert os.listdir(folder) == ["file"]


def test_text_of_an_editor_that_marks_its_files_reads_like_any_other(tmp_path):
    (tmp_path / "text").write_bytes(b"\xef\xbb\xbffour words will do\r\n")
    assert read_text(tmp_path / "text") == "four words will do"
