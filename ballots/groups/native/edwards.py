"""Ed25519 by the native core for public data, and by libsodium, or plain Python, for secrets."""

from collections.abc import Sequence
from functools import lru_cache

from ballots.errors import Invalid
from ballots.groups import ed25519_pure as pure
from ballots.groups.ed25519_pure import MOST_EMBEDDED, ORDER, PADDING
from ballots.groups.embedding import embed, embedded
from ballots.groups.independent import Independent
from ballots.groups.interface import Element, Group, Term
from ballots.groups.native.library import Buffer, Core, joined, numbers, parts, space
from ballots.groups.native.terms import gather

_CODE, _ELEMENT, _SCALAR = 32, 64, 32
_TABLES = 4
_REFERENCE = pure.PureEd25519()


def _texts(codes: bytes) -> list[str]:
    """Texts have the last byte first: so all are turned round together, which puts the last text first as well."""
    digits = codes[::-1].hex()
    return [digits[start : start + 2 * _CODE] for start in range(len(digits) - 2 * _CODE, -1, -2 * _CODE)]


def _codes(texts: Sequence[str]) -> bytes:
    return bytes.fromhex("".join([pure.digits(text) for text in texts][::-1]))[::-1]


def _element(point: pure.Point) -> bytes:
    return numbers([pure.to_number(point), pure.affine(point)[0]], _CODE)


class NativeEd25519:
    """Elements are the 32 bytes of RFC 8032, then x: so what was decoded once is not decoded again.

    What the secret arithmetic gives has only the first 32 bytes, and gets the others when public data is made of it.
    """

    name = "Ed25519"
    arithmetic = "native core"
    order = ORDER
    generator = _element(pure.GENERATOR)
    identity = _element(pure.IDENTITY)

    def __init__(self, core: Core, secrets: Group) -> None:
        self._core, self._secrets = core, secrets
        self._table = lru_cache(maxsize=_TABLES)(self._new_table)
        self._independent = Independent(self._derive, self.identity, self.generator)

    def decode(self, texts: Sequence[str], *, members: bool = True) -> list[bytes]:
        """With ``members=False`` the points are still shown to lie on the curve, in their one spelling."""
        return self._decode(_codes(texts), members=members)

    def _decode(self, codes: bytes, *, members: bool) -> list[bytes]:
        row = space(_ELEMENT * (len(codes) // _CODE))
        refused = self._core.run("ed25519_decode", row, codes, len(codes) // _CODE, int(members))
        if refused is not None:
            raise _refusal(codes[_CODE * refused : _CODE * (refused + 1)])
        return parts(row, _ELEMENT)

    def encode(self, elements: Sequence[bytes]) -> list[str]:
        return _texts(b"".join([element[:_CODE] for element in elements]))

    def _whole(self, elements: Sequence[bytes]) -> list[bytes]:
        return [self._decode(element, members=False)[0] if len(element) == _CODE else element for element in elements]

    def commitments(self, y: bytes, terms: Sequence[Term[bytes]], unchecked: Sequence[bytes] = ()) -> list[str]:
        gathered = gather(terms, unchecked)
        codes = space(_CODE * len(terms))
        refused = self._core.run(
            "ed25519_commitments",
            codes,
            self._table(self.generator) if terms else None,
            self._table(y) if any(term.y for term in terms) else None,
            joined(self._whole(gathered.points), _ELEMENT),
            gathered.sizes,
            gathered.unchecked,
            len(gathered.points),
            numbers(gathered.exponents(ORDER), _SCALAR),
        )
        if refused is not None:
            raise _refusal(gathered.points[refused][:_CODE])
        return gathered.restored(_texts(codes.raw))

    def _new_table(self, base: bytes) -> Buffer:
        table = space(self._core.size("ed25519_table_size"))
        self._core.run("ed25519_table", table, joined(self._whole([base]), _ELEMENT))
        return table

    def multi_exp(self, elements: Sequence[bytes], powers: Sequence[int]) -> bytes:
        scalars = numbers([power % ORDER for _, power in zip(elements, powers, strict=True)], _SCALAR)
        if not elements:
            return self.identity
        result = space(_ELEMENT)
        row = joined(self._whole(elements), _ELEMENT)
        self._core.run("ed25519_multi_exp", result, row, scalars, len(elements))
        return result.raw

    def product(self, elements: Sequence[bytes]) -> bytes:
        result = space(_ELEMENT)
        self._core.run("ed25519_product", result, joined(self._whole(elements), _ELEMENT), len(elements))
        return result.raw

    def sort_key(self, text: str) -> bytes:
        return bytes.fromhex(text)[::-1]

    def embed_public(self, answers: Sequence[Sequence[int]]) -> list[bytes]:
        return [embed(values, PADDING, MOST_EMBEDDED, self._member) for values in answers]

    def _member(self, number: int) -> bytes | None:
        element = space(_ELEMENT)
        refused = self._core.run("ed25519_decode", element, numbers([number], _CODE), 1, 1)
        return element.raw if refused is None else None

    def embedded(self, element: bytes, count: int) -> list[int]:
        return embedded(int.from_bytes(element[:_CODE], "little"), PADDING, count)

    def independent(self, count: int) -> list[bytes]:
        return self._independent.first(count)

    def _derive(self, seed: int) -> bytes:
        result = space(_ELEMENT)
        self._core.run("ed25519_next_member", result, numbers([seed >> 2], _CODE))
        return result.raw

    # --- secrets: none of these calls the core -----------------------------------------------------------------------

    def secret_power(self, element: bytes, power: int) -> bytes:
        """Constant in time with libsodium: see ``Backend``."""
        (base,) = self._secrets.decode(self.encode([element]), members=False)
        (result,) = self._from_secrets(self._secrets.secret_power(base, power))
        return result

    def secret_product(self, elements: Sequence[bytes]) -> bytes:
        known = self._secrets.decode(self.encode(elements), members=False)
        (result,) = self._from_secrets(self._secrets.secret_product(known))
        return result

    def encrypt(self, y: bytes, pairs: Sequence[tuple[int, int]]) -> list[tuple[bytes, bytes]]:
        (base,) = self._secrets.decode(self.encode([y]), members=False)
        made = self._from_secrets(*[element for pair in self._secrets.encrypt(base, pairs) for element in pair])
        return list(zip(made[::2], made[1::2], strict=True))

    def response(self, nonce: int, secret: int, challenge: int) -> int:
        return self._secrets.response(nonce, secret, challenge)

    def embed(self, values: Sequence[int]) -> bytes:
        """The numbers may be a voter's answer."""
        (result,) = self._from_secrets(self._secrets.embed(values))
        return result

    def _from_secrets(self, *elements: Element) -> list[bytes]:
        return [_codes([text]) for text in self._secrets.encode(elements)]


def _refusal(code: bytes) -> Invalid:
    """The reason, which the reference gives; it is also asked because nobody is refused on the core's word alone."""
    (text,) = _texts(code)
    try:
        _REFERENCE.decode([text])
    except Invalid as reason:
        return reason
    raise RuntimeError(f"the native core refuses {text}, which is a member")
