"""A committee's key ceremony with every role in one hand."""

from collections.abc import Callable
from dataclasses import dataclass

from ballots.ceremony import certify, deal, finish, gather, route, share_secret
from ballots.channel import new_seed
from ballots.groups import Group


@dataclass(frozen=True)
class Ceremony:
    """Every message of a ceremony, and each member's seed and decryption exponent."""

    seeds: list[str]
    certificates: list[bytes]
    dealings: list[bytes]
    letters: list[bytes]
    shares: list[bytes]
    parameters: bytes
    secrets: list[int]


def hold_ceremony(group: Group, draw: Callable[[int], bytes], *, size: int = 3, threshold: int = 2) -> Ceremony:
    seeds = [new_seed(draw) for _ in range(size)]
    certificates = [
        certify(group, seed, size=size, threshold=threshold, index=index, draw=draw)
        for index, seed in enumerate(seeds, 1)
    ]
    dealings = [deal(group, seed, certificates, draw) for seed in seeds]
    letters = route(group, certificates, dealings)
    shares = [
        finish(group, seed, certificates, letter, f"Member {index}", draw=draw)
        for index, (seed, letter) in enumerate(zip(seeds, letters, strict=True), 1)
    ]
    parameters = gather(group, certificates, dealings, shares)
    secrets = [share_secret(group, seed, share) for seed, share in zip(seeds, shares, strict=True)]
    return Ceremony(seeds, certificates, dealings, letters, shares, parameters, secrets)
