"""What homomorphic questions and lists share: numbers 0 and 1, each encrypted by itself, opened only as sums."""

from collections.abc import Iterator, Sequence

from ballots.chance import Draw, below
from ballots.encoding import Json
from ballots.errors import Invalid
from ballots.groups import Ciphertext, Element, Group, Term
from ballots.proofs import Claim, Opened, Proof, one_of, prove_one_of
from ballots.questions.interface import Context, Spelled, spelled


def encrypt(context: Context, bits: Sequence[int], draw: Draw) -> tuple[list[Opened], tuple[Spelled, ...]]:
    """The ciphertexts as their maker knows them, and as everybody will see them."""
    group = context.group
    opened = [Opened(below(group.order, draw), bit) for bit in bits]
    encrypted = group.encrypt(context.y, [(bit.randomness, bit.plaintext) for bit in opened])
    return opened, tuple(spelled(group, encrypted))


def prove(
    context: Context, opened: Sequence[Opened], choices: Sequence[Spelled], draw: Draw
) -> tuple[list[Proof], ...]:
    """The individual proofs of §8.2."""
    return tuple(
        prove_one_of(
            context.group, context.y, _prefix(context, choice), [(bit, 0), (bit, 1)], true=bit.plaintext, draw=draw
        )
        for bit, choice in zip(opened, choices, strict=True)
    )


def claims(
    context: Context, choices: Sequence[Spelled], ciphertexts: Sequence[Ciphertext], proofs: Sequence[Sequence[Proof]]
) -> Iterator[Claim]:
    for choice, ciphertext, pair in zip(choices, ciphertexts, proofs, strict=True):
        yield one_of("individual-proof", _prefix(context, choice), [(ciphertext, 0), (ciphertext, 1)], pair)


def _prefix(context: Context, choice: Spelled) -> str:
    """The individual proofs are bound to the voter and their own ciphertext, not to the whole answer."""
    return f"prove|{context.voter}|{choice[0]},{choice[1]}|"


def opened_sum(order: int, opened: Sequence[Opened]) -> Opened:
    return Opened(sum(bit.randomness for bit in opened) % order, sum(bit.plaintext for bit in opened))


def encrypted_sum(group: Group, ciphertexts: Sequence[Ciphertext]) -> Ciphertext:
    return group.product([alpha for alpha, _ in ciphertexts]), group.product([beta for _, beta in ciphertexts])


def overall_prefix(bound: str, total: Sequence[str]) -> str:
    """The overall proof names also the sum that it is about."""
    return f"prove|{bound}|{total[0]},{total[1]}|"


def proofs_json(proofs: Sequence[Proof]) -> list[Json]:
    return [proof.json() for proof in proofs]


def parts(choices: Sequence[Spelled], proofs: Sequence[Sequence[Proof]]) -> Iterator[str]:
    yield from (f"{alpha},{beta}" for alpha, beta in choices)
    yield from ("|".join(f"{one.challenge},{one.response}" for one in cases) for cases in proofs)


# --- the tally ------------------------------------------------------------------------------------------------------


def add_up(
    group: Group, width: int, answers: Sequence[Sequence[Ciphertext]], weights: Sequence[int]
) -> list[Ciphertext]:
    return [
        (
            group.multi_exp([answer[place][0] for answer in answers], weights),
            group.multi_exp([answer[place][1] for answer in answers], weights),
        )
        for place in range(width)
    ]


def require_sums(
    group: Group, tally: Sequence[Ciphertext], factors: Sequence[Element], sums: Sequence[int], weight: int
) -> None:
    """g^w · F = β for every published w; and w is small, since adding the order would change nothing."""
    if any(published > weight for published in sums):
        raise Invalid("result-mismatch", "an answer has more votes than were cast")
    terms = [Term(published, 0, factor, 1) for published, factor in zip(sums, factors, strict=True)]
    if group.commitments(group.generator, terms) != group.encode([beta for _, beta in tally]):
        raise Invalid("result-mismatch", "the result is not what the trustees decrypted")
