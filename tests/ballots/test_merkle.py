"""The tree of hashes: the published vectors, and every proof for every size up to seventy."""

import pytest

from ballots.errors import Invalid
from ballots.merkle import consistency_proof, leaf_hash, require_extends, root, roots

ENTRIES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
CONSISTENCY = {
    (1, 1): (),
    (1, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (6, 8): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 5): (
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}
"""The vectors of Certificate Transparency, by which every other implementation is tested too."""

PUBLISHED = [leaf_hash(bytes.fromhex(entry)) for entry in ENTRIES]
MOST = 70
LEAVES = [leaf_hash(str(number).encode()) for number in range(MOST + 1)]
ROOT_OF = roots(LEAVES, range(MOST + 2))


def test_roots_are_the_published_ones() -> None:
    assert [root(PUBLISHED[:size]).hex() for size in range(9)] == list(ROOTS)


@pytest.mark.parametrize(("sizes", "proof"), CONSISTENCY.items())
def test_consistency_proofs_are_the_published_ones(sizes: tuple[int, int], proof: tuple[str, ...]) -> None:
    earlier, size = sizes
    assert [node.hex() for node in consistency_proof(PUBLISHED[:size], earlier)] == list(proof)


def test_every_list_is_proved_to_begin_with_every_shorter_one() -> None:
    for size in range(1, MOST + 1):
        for earlier in range(1, size + 1):
            proof = consistency_proof(LEAVES[:size], earlier)
            require_extends(earlier, ROOT_OF[earlier], size, ROOT_OF[size], proof)


def test_a_list_that_was_changed_or_cut_is_not_proved() -> None:
    for size in range(2, 20):
        for earlier in range(1, size):
            proof = consistency_proof(LEAVES[:size], earlier)
            changed = [*LEAVES[: earlier - 1], LEAVES[-1], *LEAVES[earlier:size]]
            for claim in (
                (earlier, root(changed[:earlier]), size, ROOT_OF[size], proof),
                (earlier, ROOT_OF[earlier], size, root(changed), consistency_proof(changed, earlier)),
                (earlier, ROOT_OF[earlier], size, ROOT_OF[size + 1], proof),
                (size, ROOT_OF[size], earlier, ROOT_OF[earlier], proof),
                (0, ROOT_OF[0], size, ROOT_OF[size], proof),
            ):
                with pytest.raises(Invalid, match="merkle-proof"):
                    require_extends(*claim)


def test_a_proof_has_neither_more_nor_fewer_nodes_than_it_needs() -> None:
    for earlier, size in ((1, 1), (4, 4), (3, 7), (4, 8), (6, 8), (7, 13)):
        proof = consistency_proof(LEAVES[:size], earlier)
        wrong = [[*proof, LEAVES[0]], [LEAVES[0], *proof]] + ([proof[:-1], proof[1:]] if proof else [])
        for nodes in wrong:
            with pytest.raises(Invalid, match="merkle-proof"):
                require_extends(earlier, ROOT_OF[earlier], size, ROOT_OF[size], nodes)


def test_an_entry_cannot_pose_as_a_part_of_the_tree() -> None:
    both = b"\x01" + LEAVES[0] + LEAVES[1]
    assert leaf_hash(both[1:]) != ROOT_OF[2]
    assert root([leaf_hash(both)]) != ROOT_OF[2]
