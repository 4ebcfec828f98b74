"""The keeper of the codes makes them once, and compares what is published with what was handed out."""

import stat

import pytest

from ballots import group, public_of, read_credentials
from ballots.__main__ import main
from tests.ballots.election_room import UUID

ED = group("Ed25519")
WHICH = ("--group", "Ed25519", "--uuid", UUID)


@pytest.fixture
def run(capsys):
    def run(*arguments):
        status = main(["credentials", *(str(argument) for argument in arguments)])
        said = capsys.readouterr()
        return status, said.err or said.out

    return run


@pytest.fixture
def made(tmp_path, run):
    assert run("new", *WHICH, "--count", 4, "--out", tmp_path)[0] == 0
    return tmp_path


def codes_in(folder):
    return (folder / "codes.txt").read_text().splitlines()


def derive(folder, *further):
    return ("derive", *WHICH, "--code-file", folder / "codes.txt", *further)


def test_weights_go_with_the_codes_of_their_lines(tmp_path, run):
    (tmp_path / "weights").write_text("1\n20\n3\n")
    status, said = run("new", *WHICH, "--weights", tmp_path / "weights", "--out", tmp_path / "made")
    assert status == 0, said
    weights = read_credentials((tmp_path / "made" / "public_creds.json").read_bytes()).weights
    assert [weights[public_of(code, UUID, ED)] for code in codes_in(tmp_path / "made")] == [1, 20, 3]
    assert stat.S_IMODE((tmp_path / "made" / "codes.txt").stat().st_mode) == 0o600


def test_codes_that_are_there_are_kept(made, run):
    new = ("new", *WHICH, "--count", 4, "--out", made)
    codes, listed = codes_in(made), (made / "public_creds.json").read_bytes()
    (made / "public_creds.json").unlink()
    for _ in range(2):
        assert run(*new)[0] == 0
        assert (codes_in(made), (made / "public_creds.json").read_bytes()) == (codes, listed)


def test_codes_that_were_made_otherwise_are_left_alone(made, run):
    (made / "weights").write_text("1\n1\n1\n1\n")
    for further, said in (
        (("--count", 5), f"codes-count: {made / 'codes.txt'} already holds 4 codes, where 5 were asked for"),
        (("--count", 0), "count: at least one code is to be made"),
        ((), "count: at least one code is to be made"),
        (("--weights", made / "weights", "--count", 3), "count: 4 weights are given for 3 codes"),
        (
            ("--weights", made / "weights"),
            f"codes-list: {made / 'public_creds.json'} is not the list of the codes in {made / 'codes.txt'}",
        ),
    ):
        assert run("new", *WHICH, *further, "--out", made) == (1, f"REFUSED: {said}\n")
    assert run("new", "--group", "Ed25519", "--uuid", "short", "--count", 4, "--out", made / "x")[0] == 1
    assert not (made / "x").exists()


def test_credentials_are_derived_in_the_order_of_the_codes(made, run):
    assert run(*derive(made)) == (0, "".join(f"{public_of(code, UUID, ED)}\n" for code in codes_in(made)))


def test_the_published_list_is_compared_with_the_codes(made, run):
    published = made / "public_creds.json"
    fingerprint = read_credentials(published.read_bytes()).fingerprint
    compare = derive(made, "--compare", published)
    assert run(*compare) == (0, f"The list is of exactly these 4 codes. Fingerprint: {fingerprint}\n")
    more = "11111-111111-11111-111111\n22222-222222-22222-222222\n"
    (made / "codes.txt").write_text("\n".join(codes_in(made)[1:]) + "\n" + more)
    said = "codes-list: 2 of these codes are not in the list, which has 1 others"
    assert run(*compare) == (1, f"REFUSED: {said}\n")
    assert run(*derive(made, "--compare", made / "nowhere"))[0] == 2


def test_the_weights_of_the_list_are_compared_too(tmp_path, run):
    (tmp_path / "weights").write_text("1\n2\n")
    run("new", *WHICH, "--weights", tmp_path / "weights", "--out", tmp_path)
    compare = derive(tmp_path, "--compare", tmp_path / "public_creds.json", "--weights", tmp_path / "weights")
    assert run(*compare)[0] == 0
    (tmp_path / "weights").write_text("2\n1\n")
    assert run(*compare)[1].startswith("REFUSED: codes-weights")
    (tmp_path / "weights").write_text("2\n")
    assert run(*compare) == (1, "REFUSED: count: 1 weights are given for 2 codes\n")
    (tmp_path / "weights").write_text("2\n-1\n")
    assert run(*compare)[1].startswith("REFUSED: codes-weights: ")


@pytest.mark.parametrize(
    ("line", "said"),
    [("abcde-fghij-klmno", "this looks like a password"), ("11111-111111-11111-11111O", "a code has 22 letters")],
)
def test_a_line_that_is_no_code_is_named_without_being_repeated(line, said, made, run):
    (made / "codes.txt").write_text("\n".join([*codes_in(made), line]))
    status, told = run(*derive(made))
    assert status == 1
    assert told.startswith(f"REFUSED: code-shape: {made / 'codes.txt'}, line 5: {said}")
    assert line not in told


def test_a_code_that_was_copied_twice_is_refused(made, run):
    (made / "codes.txt").write_text("\n".join(codes_in(made)[:1] * 2))
    assert run(*derive(made)) == (1, f"REFUSED: code-repeated: {made / 'codes.txt'} holds a code twice\n")


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ("1\n\n3\n", "codes-weights: {path}, line 2: not a plain decimal number"),
        ("1\n-2\n3\n", "codes-weights: {path}, line 2: not a plain decimal number"),
        ("1\n100000000000\n", "total-weight: the weights in {path} add up to more than 100000000000"),
        ("", "count: at least one code is to be made"),
    ],
)
def test_weights_that_no_election_may_have_make_no_codes(weights, said, tmp_path, run):
    path = tmp_path / "weights"
    path.write_text(weights)
    refused = (1, f"REFUSED: {said.format(path=path)}\n")
    assert run("new", *WHICH, "--weights", path, "--out", tmp_path / "made") == refused
    assert not (tmp_path / "made").exists()


def test_a_file_without_a_code_and_a_list_that_is_none_are_named(made, run):
    (made / "list").write_text("[")
    assert run(*derive(made, "--compare", made / "list"))[1].startswith(f"REFUSED: json: {made / 'list'}: ")
    (made / "codes.txt").write_text("\n")
    assert run(*derive(made)) == (1, f"REFUSED: codes-count: {made / 'codes.txt'} holds no code\n")
