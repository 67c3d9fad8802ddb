"""Paying many benefits in one transaction, for another service: fiscal subsidies by the roll.

A line is known by its batch and number, and paid once, however often the same lines come. A
line that was returned moved nothing: it may come again, and is paid if its account takes it then.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from services.card import problems_bank as problems
from services.card import terms
from services.card.domain import bank_account as domain
from services.card.domain.bank_account import RETURN_CODES
from services.card.flows.bank import posting
from services.card.flows.bank.deposits import Deposits
from services.card.store import bank_accounts, bank_batches, store
from sscsim import clock
from sscsim.db import Tx
from sscsim.db.types import instant_text
from sscsim.failpoints import failpoint
from sscsim.kernel.ids.resource import maker
from sscsim.kernel.money import Money

LINES_AT_ONCE = 5_000
"""Lines of one call, which are one transaction."""

Line = dict[str, Any]


def pay(batch_no: str, lines: Sequence[Line]) -> list[Line]:
    """A code for each line, in their order; `00` with its entry and when it was paid."""
    with store.write() as tx:
        answers = _paid_now(tx, batch_no, lines)
        failpoint("card.credit_batch.before_commit")
    return answers


def _event(batch_no: str, number: int) -> str:
    return f"subsidy/{batch_no}/{number}"


def _paid_now(tx: Tx, batch_no: str, lines: Sequence[Line]) -> list[Line]:
    accounts = bank_batches.locked(tx, {line["account_number"] for line in lines})
    before = bank_batches.paid(tx, [_event(batch_no, line["number"]) for line in lines])
    chunk, answers = Chunk(tx), []
    for line in lines:
        event = _event(batch_no, line["number"])
        entry = before.get(event)
        if entry is not None:
            answers.append(_answer(line["number"], "00", entry.id, entry.created_at))
            continue
        account = accounts.get(line["account_number"])
        code = domain.credit_code(
            account,
            card_status=None if account is None else account.card_status,
            name=line["name"],
            amount=line["amount_fen"],
            limit=chunk.limit(account),
        )
        if code != "00" or account is None:
            answers.append(_answer(line["number"], code))
            continue
        entry_id = chunk.credit(account, line["amount_fen"], event, line.get("memo"))
        answers.append(_answer(line["number"], "00", entry_id, tx.world.now))
    chunk.write()
    return answers


def _answer(number: int, code: str, entry_id: str | None = None, paid_at: Any = None) -> Line:
    said = {"number": number, "code": code, "text": RETURN_CODES[code].zh}
    if entry_id is not None:
        said |= {"entry_id": entry_id, "paid_at": clock.shown(paid_at)}
    return said


class Chunk:
    """What the lines of one call book: rows kept to the end, a balance as it grows."""

    def __init__(self, tx: Tx) -> None:
        self.tx = tx
        self.now = instant_text(tx.world.now)
        self.entry_id = maker("bke", tx.world.seed, tx.service)
        self.moved: dict[str, tuple[Any, int]] = {}
        self.entries: list[tuple[Any, ...]] = []
        self.told: list[tuple[str, Line]] = []
        self.deposits = Deposits()
        self._limit = cache(lambda region: terms.bank_side(region, tx.world.today))

    def limit(self, account: Any) -> Money:
        if account is None:
            return Money.zero()
        found: Money = self._limit(account.region_code).single_credit_limit
        return found

    def credit(self, account: Any, amount: Money, event: str, memo: str | None) -> str:
        _, before = self.moved.get(account.id, (account, account.balance_fen))
        after = before + amount.fen
        self.moved[account.id] = (account, after)
        entry_id = self.entry_id(f"credit\x1f{event}")
        self.entries.append(
            (
                entry_id, account.id, "credit", event, domain.book(account.bank_code), "treasury",
                domain.deposit(account.id), amount.fen, after, memo, self.tx.world.party_id,
                self.now, self.now,
            )
        )  # fmt: skip
        told: dict[str, Any] = {
            "id": account.id,
            "entry_id": entry_id,
            "kind": "credit",
            "amount_fen": amount.fen,
            "balance_fen": after,
        }
        self.told.append((account.id, told))
        self.deposits.add(account.region_code, amount)
        return entry_id

    def write(self) -> None:
        if not self.entries:
            return
        tx = self.tx
        bank_batches.add_entries(tx, self.entries)
        bank_batches.move(tx, self.moved.values())
        self.deposits.tell(tx, f"subsidy/{self.entries[0][0]}")
        tx.emit_all("bank_account.credited", self.told)


# ---- taking back


def take_back(batch_no: str, number: int) -> Line:
    """Reverse the entry of a line that was paid wrongly (追回), once.

    BatchLineNotPaid; BankBalanceTooLow where the money is no longer there.
    """
    with store.write() as tx:
        entry = bank_accounts.entry_of(tx, "credit", _event(batch_no, number))
        if entry is None:
            raise problems.BatchLineNotPaid(batch_no=batch_no, number=number)
        account = bank_accounts.find_locked(tx, entry.account_id)
        assert account is not None, "an account is never removed"
        earlier = bank_accounts.reversal_of(tx, entry.id)
        if earlier is None:
            _, earlier = posting.reverse(tx, account, entry)
        failpoint("card.take_back.before_commit")
        return {"entry_id": earlier.id, "amount_fen": earlier.amount.fen}


# ---- who is on a roll


def recipients(credentials: Sequence[str]) -> list[Line]:
    """Each that is somebody's number or card: who that is today, and the account to pay."""
    card_ids = [each for each in credentials if each.startswith("card_")]
    numbers = [each.upper() for each in credentials if not each.startswith("card_")]
    with store.read() as tx:
        found = bank_batches.recipients(tx, numbers, card_ids)
    best, cards = {}, {}
    for row in found:  # the best account of a person comes last
        best[row.id] = row
        if row.card_id is not None:
            cards[row.card_id] = row.id
    people = {row.social_security_number: row.id for row in best.values()}
    shown = []
    for each in credentials:
        person_id = cards.get(each) or people.get(each.upper())
        if person_id is not None:
            shown.append({"credential": each} | _recipient(best[person_id]))
    return shown


def _recipient(row: Any) -> Line:
    said = {
        "person_id": row.id,
        "name": row.name,
        "birth_date": row.birth_date.isoformat(),
        "living_state": row.living_state,
        "region_code": row.region_code,
        "has_card": row.card_id is not None and row.card_status != "cancelled",
    }
    return said | ({"account_number": row.account_number} if row.account_number else {})


def deaths(person_ids: Sequence[str]) -> list[Line]:
    """Who of these has died, and on which day."""
    with store.read() as tx:
        found = bank_batches.deaths(tx, person_ids)
    return [{"person_id": row.id, "died_on": row.deceased_on.isoformat()} for row in found]


def births(person_ids: Sequence[str]) -> list[Line]:
    """When these were born, and their sex."""
    with store.read() as tx:
        found = bank_batches.births(tx, person_ids)
    return [
        {"person_id": row.id, "birth_date": row.birth_date.isoformat(), "sex": row.sex}
        for row in found
    ]
