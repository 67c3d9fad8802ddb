"""How a reader stands at one library: what a machine shows them of loans, holds and fees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.culture.domain import fees as fee_words
from services.culture.domain import holds as hold_words
from services.culture.domain import lending, loans
from services.culture.domain.fees import Fee
from services.culture.domain.house import Rules
from services.culture.domain.lending import Debt
from services.culture.domain.library import Library
from services.culture.domain.loans import Loan
from services.culture.domain.readers import Membership, Reader
from services.culture.flows import known
from services.culture.flows import loans as shown_loans
from services.culture.flows.circulation import standing
from services.culture.flows.loans import ShownHold, ShownLoan
from services.culture.store import libraries as rows
from services.culture.store import store
from sscsim.db import Tx
from sscsim.kernel.money import Money, sum_money


@dataclass(frozen=True, slots=True)
class OwedFor:
    """A fee that isn't paid, and the barcode of what it is owed for."""

    fee: Fee
    barcode: str | None


@dataclass(frozen=True, slots=True)
class Account:
    """A reader in the network of a library, as of today.

    against: codes of `lending.REASONS` that speak against them whatever the copy, but for a
    password. items_limit: of the library, for books; owed: to all members; deposit_missing: what
    was to be left before anything is lent; copies: barcodes by the id of a copy that is kept.
    """

    reader: Reader
    membership: Membership
    rules: Rules
    today: date
    loans: tuple[ShownLoan, ...]
    holds: tuple[ShownHold, ...]
    fees: tuple[OwedFor, ...]
    debts: tuple[Debt, ...]
    against: tuple[str, ...]
    items_limit: int
    copies: dict[str, str]

    @property
    def owed(self) -> Money:
        return sum_money(each.fee.owed for each in self.fees)

    @property
    def deposit_missing(self) -> Money:
        missing = self.membership.deposit_due - self.membership.deposit
        return missing if missing > Money.zero() else Money.zero()

    @property
    def fee_limit(self) -> Money | None:
        found = self.rules.house.block_over
        return found.value if found else None

    @property
    def overdue(self) -> list[ShownLoan]:
        return [each for each in self.loans if each.days_overdue]

    @property
    def recalled(self) -> list[ShownLoan]:
        return [each for each in self.loans if each.loan.recalled_on is not None]

    @property
    def ready(self) -> list[ShownHold]:
        return [each for each in self.holds if each.hold.status == hold_words.READY]

    @property
    def waiting(self) -> list[ShownHold]:
        return [each for each in self.holds if each.hold.status != hold_words.READY]

    @property
    def too_much(self) -> frozenset[str]:
        """Of what there is too much: loans, claims, holds, late ones, fines, other fees."""
        mine = [each.loan for each in self.loans]
        claimed = sum(each.status == loans.CLAIMED for each in mine)
        kinds = {each.fee.kind for each in self.fees}
        blocked = "owes_too_much" in self.against
        judged = {
            "charged": len([each for each in mine if each.kind is None]) >= self.items_limit,
            "claims": claimed >= self.rules.common.claims.value,
            "holds": len(self.holds) >= self.rules.common.holds.value,
            "overdue": "has_overdue" in self.against,
            "fines": (blocked and fee_words.OVERDUE in kinds) or "too_many_points" in self.against,
            "fees": (blocked and bool(kinds - {fee_words.OVERDUE})) or bool(self.deposit_missing),
            "recalls": any(each.days_overdue for each in self.recalled),
        }
        return frozenset(name for name, is_so in judged.items() if is_so)


def at(library_id: str, reader_id: str) -> Account:
    """LibraryNotFound, ReaderNotFound, NotAReader, ReaderClosed, PolicyMissing, FigureMissing."""
    one = known.library(library_id)
    with store.read() as tx:
        reader = known.reader(tx, reader_id)
        membership = known.membership(tx, reader, one)
        rules = known.rules(tx, one.id)
        out = _of_network(rows.out_of(tx, reader.id), one)
        holds = [
            each for each in rows.live_holds(tx, reader.id) if each.network_id == one.network_id
        ]
        owed = [
            fee
            for fee in rows.owed(tx, reader.id)
            if known.library(fee.library_id).network_id == one.network_id
        ]
        debts = tuple(standing.debts(tx, one.network_id, owed))
        kept = rows.COPIES.of_ids(tx, {each.copy_id for each in holds if each.copy_id})
        house, day = rules.house, tx.world.today
        tier = membership.tier if membership.library_id == one.id else None
        return Account(
            reader=reader,
            membership=membership,
            rules=rules,
            today=day,
            loans=tuple(shown_loans.shown(tx, out)),
            holds=tuple(shown_loans.shown_holds(tx, holds)),
            fees=tuple(_owed_for(tx, owed)),
            debts=debts,
            against=tuple(
                standing.against(tx, reader, membership, one.id, rules, out, debts),
            ),
            items_limit=house.limit(house.reader_class(reader.birth_date, day), tier, None).value,
            copies={copy.id: copy.barcode for copy in kept.values()},
        )


def _of_network(found: Sequence[Loan], one: Library) -> list[Loan]:
    return [each for each in found if each.network_id == one.network_id]


def _owed_for(tx: Tx, owed: Sequence[Fee]) -> list[OwedFor]:
    of = rows.LOANS.of_ids(tx, {fee.loan_id for fee in owed if fee.loan_id})
    copies = rows.COPIES.of_ids(tx, {loan.copy_id for loan in of.values()})
    return [
        OwedFor(fee, copies[of[fee.loan_id].copy_id].barcode if fee.loan_id in of else None)
        for fee in owed
    ]


def words(codes: Sequence[str], language: str) -> list[str]:
    """Reasons of `lending` as sentences."""
    return [lending.REASONS[code].into(language) for code in codes]
