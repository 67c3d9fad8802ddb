"""The statement of a pair (清算表), its exact bytes, its signatures and notices.

A statement says what one region owes another for one month, by kind of insurance and
by fund; what belongs to a closed year stands on lines of its own. Regions sign the digest of
its canonical bytes, SHA-256 or SM3 (GB/T 32905) as they agreed. The same frozen claims
always give the same bytes; other claims make another version, which all sign again.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC

from services.settlement.domain.amounts import ZERO, Split
from services.settlement.domain.kinds import MEDICAL
from services.settlement.domain.netting import Position
from sscsim.kernel.money import Money, sum_money

FORM = "ssc-clearing-statement/1"
_plain = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


class StatementChanged(ValueError):
    """The bytes to sign are not the bytes that were generated."""


@dataclass(frozen=True, slots=True)
class Line:
    """All claims of one kind of insurance between the pair.

    claims: how many, negative ones included
    split: their sum by fund and account, audit deductions taken off
    deducted: how much those deductions were
    is_prior_year: of claims whose year is closed (跨年度)
    """

    insurance: str
    claims: int
    split: Split
    deducted: Money = ZERO
    is_prior_year: bool = False

    @property
    def total(self) -> Money:
        return self.split.clearing

    @property
    def key(self) -> tuple[str, ...]:
        """By what lines of a statement are told apart, and put in order."""
        return self.insurance, "1" if self.is_prior_year else ""

    def shown(self) -> dict[str, object]:
        shown: dict[str, object] = {
            "insurance": self.insurance,
            "claims": self.claims,
            "funds_fen": {name: amount.fen for name, amount in self.split.funds.items() if amount},
            "account_fen": self.split.account.fen,
            "deducted_fen": self.deducted.fen,
            "total_fen": self.split.clearing.fen,
        }
        return {**shown, "prior_year": True} if self.is_prior_year else shown


@dataclass(frozen=True, slots=True)
class PartyLine:
    """All claims between two parties of the pair, of a kind that is no medical bill.

    purpose, payer_party, payee_party: see `kinds.Sides`
    total: their sum, what was taken off them (`deducted`) left out already
    """

    purpose: str
    payer_party: str
    payee_party: str
    claims: int
    total: Money
    deducted: Money = ZERO
    is_prior_year: bool = False

    @property
    def key(self) -> tuple[str, ...]:
        prior = "1" if self.is_prior_year else ""
        return self.purpose, self.payer_party, self.payee_party, prior

    def shown(self) -> dict[str, object]:
        parties = {"payer_party": self.payer_party, "payee_party": self.payee_party}
        shown: dict[str, object] = {
            "purpose": self.purpose,
            **{name: party for name, party in parties.items() if party},
            "claims": self.claims,
            "deducted_fen": self.deducted.fen,
            "total_fen": self.total.fen,
        }
        return {**shown, "prior_year": True} if self.is_prior_year else shown


Lines = tuple[Line, ...] | tuple[PartyLine, ...]


@dataclass(frozen=True)
class Statement:
    """What `payer` (insured region) owes `payee` (region of treatment) for one month.

    `month` is the text of the period where the kind has others than months. What follows from
    its lines is computed once: a value never changes.
    """

    month: str
    version: int
    payer: str
    payee: str
    lines: Lines
    digest_algorithm: str = "sha256"
    kind: str = MEDICAL

    @cached_property
    def total(self) -> Money:
        """Below zero when more was taken back than settled: the payee then pays."""
        return sum_money(line.total for line in self.lines)

    @cached_property
    def claims(self) -> int:
        return sum(line.claims for line in self.lines)

    def canonical(self) -> bytes:
        """The bytes that are signed: JSON, sorted keys, no blanks, amounts in fen."""
        return self._bytes

    @cached_property
    def _bytes(self) -> bytes:
        every: list[Line | PartyLine] = sorted(self.lines, key=lambda line: line.key)
        lines = [line.shown() for line in every]
        shown: dict[str, object] = {
            "form": FORM,
            "month": self.month,
            "version": self.version,
            "payer": self.payer,
            "payee": self.payee,
            "lines": lines,
            "claims": self.claims,
            "total_fen": self.total.fen,
        }
        if self.kind != MEDICAL:
            shown |= {"kind": self.kind, "period": shown.pop("month")}
        if self.digest_algorithm != "sha256":
            shown["digest_algorithm"] = self.digest_algorithm
        return _plain(shown).encode()

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.canonical()).hexdigest()

    @cached_property
    def digest(self) -> str:
        """What is signed: the digest by the algorithm that was agreed."""
        return self.sha256 if self.digest_algorithm == "sha256" else sm3(self.canonical())


def sm3(data: bytes) -> str:
    """The SM3 digest (国密杂凑算法).

    >>> sm3(b"abc")
    '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'
    """
    hashed = hashes.Hash(hashes.SM3())
    hashed.update(data)
    return hashed.finalize().hex()


def sign(statement: Statement, generated_digest: str, region: str, seed: str) -> str:
    """A region's signature (清算签章): a keyed hash, as simulated as the seal it stands for.

    Raises StatementChanged unless the statement still has the bytes it was generated
    with: what was signed can't be something else than what was shown.
    """
    if statement.digest != generated_digest:
        raise StatementChanged(f"{statement.payer}->{statement.payee} v{statement.version}")
    key = hashlib.sha256(f"{seed}\x1fseal\x1f{region}".encode()).digest()
    if statement.digest_algorithm == "sha256":
        return hmac.new(key, statement.canonical(), hashlib.sha256).hexdigest()
    sealed = HMAC(key, hashes.SM3())
    sealed.update(statement.canonical())
    return sealed.finalize().hex()


def statement_positions(statements: Iterable[Statement]) -> tuple[Position, ...]:
    """Gross receivable and payable of each region over all statements of a month.

    A total below zero lowers both sides instead of changing them: it is still money
    that the payer owes the payee, with its sign.
    """
    receivable: dict[str, Money] = {}
    payable: dict[str, Money] = {}
    for each in statements:
        receivable[each.payee] = receivable.get(each.payee, ZERO) + each.total
        payable[each.payer] = payable.get(each.payer, ZERO) + each.total
    return tuple(
        Position(region, receivable.get(region, ZERO), payable.get(region, ZERO))
        for region in sorted({*receivable, *payable})
    )


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice to pay (付款通知书) or to receive (收款通知书), two for each transfer."""

    kind: str
    region: str
    counterpart: str
    amount: Money


def notices(statement: Statement) -> tuple[Notice, ...]:
    """What both regions are told; with a total below zero they change places."""
    payer, payee, amount = statement.payer, statement.payee, statement.total
    if amount < ZERO:
        payer, payee, amount = payee, payer, -amount
    return both_told(payer, payee, amount) if amount else ()


def both_told(payer: str, payee: str, amount: Money) -> tuple[Notice, ...]:
    """What the two sides of one transfer are told."""
    return (
        Notice("payment", payer, payee, amount),
        Notice("receipt", payee, payer, amount),
    )
