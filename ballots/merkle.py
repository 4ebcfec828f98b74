"""A tree of hashes over a list that only grows: one root for each length, and short proofs about it (RFC 6962 §2.1).

Lists are lists of leaf hashes, 32 bytes each; whoever keeps those needs nothing else of the entries.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence

from ballots.errors import Invalid


def leaf_hash(entry: bytes) -> bytes:
    """Marked apart from the hash of two nodes, so that no entry can pose as a part of the tree."""
    return hashlib.sha256(b"\x00" + entry).digest()


def _parent(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    return roots(leaves, (len(leaves),))[len(leaves)]


def roots(leaves: Iterable[bytes], sizes: Collection[int]) -> dict[int, bytes]:
    """The root that the list had at each of these sizes, as far as it got: one pass that keeps few hashes."""
    found = {0: hashlib.sha256().digest()} if 0 in sizes else {}
    peaks: list[bytes] = []
    for size, leaf in enumerate(leaves, 1):
        node, before = leaf, size - 1
        while before & 1:
            node, before = _parent(peaks.pop(), node), before >> 1
        peaks.append(node)
        if size in sizes:
            found[size] = _joined(peaks)
    return found


def _joined(peaks: Sequence[bytes]) -> bytes:
    """Complete trees, the largest first, under one root."""
    *others, node = peaks
    for peak in reversed(others):
        node = _parent(peak, node)
    return node


def _split(size: int) -> int:
    """The largest power of two below ``size``: how many leaves the left side of a tree holds."""
    return 1 << (size - 1).bit_length() - 1


def consistency_proof(leaves: Sequence[bytes], earlier: int) -> list[bytes]:
    """That the list was only added to since it had ``earlier`` entries, at least one (§2.1.2)."""
    return _subproof(leaves, earlier, whole=True)


def _subproof(leaves: Sequence[bytes], earlier: int, *, whole: bool) -> list[bytes]:
    """``whole``: the earlier list fills this part from its beginning, so its root is the one already known."""
    if earlier == len(leaves):
        return [] if whole else [root(leaves)]
    split = _split(len(leaves))
    if earlier <= split:
        return [*_subproof(leaves[:split], earlier, whole=whole), root(leaves[split:])]
    return [*_subproof(leaves[split:], earlier - split, whole=False), root(leaves[:split])]


def require_extends(earlier: int, earlier_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> None:
    """Raises ``Invalid`` unless the list of ``size`` entries is proved to begin with the earlier one."""
    if not 1 <= earlier <= size or _roots_above(earlier, earlier_root, size, proof, True) != (earlier_root, root):
        raise Invalid("merkle-proof", f"the list of {size} entries is not proved to begin with the one of {earlier}")


def _roots_above(
    earlier: int, earlier_root: bytes, size: int, proof: Sequence[bytes], whole: bool
) -> tuple[bytes, bytes] | None:
    """The roots of the earlier and of the later list, as far as both lie in this part of the tree."""
    if earlier == size and whole:
        return None if proof else (earlier_root, earlier_root)
    if earlier == size:
        return (proof[0], proof[0]) if len(proof) == 1 else None
    if not proof:
        return None
    *nearer, sibling = proof
    split = _split(size)
    if earlier <= split:
        found = _roots_above(earlier, earlier_root, split, nearer, whole)
        return found and (found[0], _parent(found[1], sibling))
    found = _roots_above(earlier - split, earlier_root, size - split, nearer, False)
    return found and (_parent(sibling, found[0]), _parent(sibling, found[1]))
