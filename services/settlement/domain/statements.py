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

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC

from services.settlement.domain.amounts import ZERO, Split
from services.settlement.domain.netting import Position
from sscsim.kernel.money import Money, sum_money

FORM = "ssc-clearing-statement/1"


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


@dataclass(frozen=True, slots=True)
class Statement:
    """What `payer` (insured region) owes `payee` (region of treatment) for one month."""

    month: str
    version: int
    payer: str
    payee: str
    lines: tuple[Line, ...]
    digest_algorithm: str = "sha256"

    @property
    def total(self) -> Money:
        """Below zero when more was taken back than settled: the payee then pays."""
        return sum_money(line.split.clearing for line in self.lines)

    @property
    def claims(self) -> int:
        return sum(line.claims for line in self.lines)

    def canonical(self) -> bytes:
        """The bytes that are signed: JSON, sorted keys, no blanks, amounts in fen."""
        in_order = sorted(self.lines, key=lambda line: (line.insurance, line.is_prior_year))
        lines = [_shown(line) for line in in_order]
        shown = {
            "form": FORM,
            "month": self.month,
            "version": self.version,
            "payer": self.payer,
            "payee": self.payee,
            "lines": lines,
            "claims": self.claims,
            "total_fen": self.total.fen,
        }
        if self.digest_algorithm != "sha256":
            shown["digest_algorithm"] = self.digest_algorithm
        text = json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return text.encode()

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.canonical()).hexdigest()

    @property
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


def _shown(line: Line) -> dict[str, object]:
    shown: dict[str, object] = {
        "insurance": line.insurance,
        "claims": line.claims,
        "funds_fen": {name: amount.fen for name, amount in line.split.funds.items() if amount},
        "account_fen": line.split.account.fen,
        "deducted_fen": line.deducted.fen,
        "total_fen": line.split.clearing.fen,
    }
    return {**shown, "prior_year": True} if line.is_prior_year else shown


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
