"""The rows of invented people: ready tuples, table by table, as fast as they can be loaded."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from services.card import terms
from services.card.domain import bank_account, electronic_card, population
from services.card.domain.card import (
    SPECIFICATION_VERSION,
    identification_key,
    last_valid_day,
    renewal_opens,
)
from services.card.domain.household import INVERSE
from services.card.domain.population import Part, Someone
from services.card.flows import validity
from services.card.flows.bank import deposits
from services.card.store import electronic
from services.card.store.tables import cards, enrolments, persons
from services.card.store.tables_bank import bank_accounts, bank_entries
from services.card.store.tables_electronic import electronic_card_links, electronic_cards
from services.card.store.tables_lifecycle import (
    card_moves,
    family_links,
    household_members,
    households,
)
from sscsim import world
from sscsim.clock import SHANGHAI
from sscsim.db import Tx
from sscsim.db.types import instant_text
from sscsim.kernel.ids.resource import maker
from sscsim.kernel.money import Money

PHONE = "19900000001"
ACTOR = "population"
CHANNELS = (("POP-1", "政务服务 App"), ("POP-2", "银行 App"), ("POP-3", "支付 App"))
"""Of our making; the first so many of them carry somebody's electronic card."""
_ISSUED_WITHIN_DAYS = 3_690
"""Cards were issued at most so long ago: ten years and a little, so that a few have expired."""

_STAMPS = ("version", "created_at", "updated_at")
_PERSON = (
    "id", "social_security_number", "name", "sex", "birth_date", "region_code",
    "residence_region_code", *_STAMPS,
)  # fmt: skip
_ENROLMENT = (
    "id", "person_id", "insurance_kind", "region_code", "category", "from_date", *_STAMPS,
)  # fmt: skip
_CARD = (
    "id", "person_id", "region_code", "card_number", "card_identification_code",
    "specification_version", "status", "issue_date", "valid_to_date", "enabled_at",
    "temporary_loss_until", "cancelled_at", "renewal_opened_at", "expired_at", *_STAMPS,
)  # fmt: skip
_MOVE = (
    "id", "card_id", "ordinal", "move", "from_status", "to_status", "channel", "actor",
    "actor_role", "created_at",
)  # fmt: skip
_ELECTRONIC = (
    "id", "person_id", "card_id", "region_code", "level", "status", "account_id",
    "password_digest", "wrong_passwords", "allowed_while_lost", *_STAMPS,
)  # fmt: skip
_LINKED = ("electronic_card_id", "channel_no", "sign_no", "linked_at")
_ACCOUNT = (
    "id", "card_id", "person_id", "region_code", "bank_code", "account_number", "holder_name",
    "status", "balance", "held", "reserved_phone", "password_digest", "wrong_passwords",
    "last_moved_on", "activated_at", *_STAMPS,
)  # fmt: skip
_ENTRY = (
    "id", "account_id", "kind", "event", "book", "debit", "credit", "amount", "balance_after",
    "memo", "asked_by", "created_at", "updated_at",
)  # fmt: skip
_HOUSEHOLD = ("id", "region_code", *_STAMPS)
_MEMBER = ("household_id", "person_id", "relation")
_FAMILY = ("id", "person_id", "relative_id", "relation", *_STAMPS)

_MOVED = {
    "temporarily_lost": "report_temporary_loss",
    "formally_lost": "report_loss",
    "locked": "lock",
    "cancelled": "cancel",
}
"""What happened last to a card that was enabled."""


def load(tx: Tx, people: Sequence[Someone], ordinal: int, as_of: date, part: Part) -> None:
    """Write the people of a chunk with their cards and all that hangs on them."""
    now = world.now()
    stamp = instant_text(now)
    stamps = (1, stamp, stamp)
    today = as_of.isoformat()
    key = identification_key(tx.world.seed)
    calendar = _Calendar(as_of)
    psn, enr, crd, ecd, bka, bke, mov = (
        maker(prefix, tx.world.seed, tx.service)
        for prefix in ("psn", "enr", "card", "ecd", "bka", "bke", "mov")
    )
    book = bank_account.book(bank_account.DEFAULT_BANK)
    made_people, made_enrolments, made_cards, made_moves = [], [], [], []
    made_electronic, made_links, made_accounts, made_entries = [], [], [], []
    made_households, made_members = [], []
    place: dict[int, str] = {}
    families: dict[int, list[tuple[str, str]]] = {}
    deposited = 0
    for each in people:
        person_id = psn(each.social_security_number)
        household = place.get(each.household)
        if household is None:
            household = tx.new_id("hsh", "population", ordinal, each.region_code, each.household)
            place[each.household] = household
            made_households.append((household, each.region_code, *stamps))
        made_members.append((household, person_id, each.relation))
        if each.linked:
            families.setdefault(each.household, []).append((each.relation, person_id))
        made_people.append(
            (
                person_id, each.social_security_number, each.name, each.sex, each.birth_date,
                each.region_code, each.residence_region_code, *stamps,
            )
        )  # fmt: skip
        enrolled = max("2016-01-01", each.birth_date)
        made_enrolments.append(
            (
                enr(f"{person_id}\x1f1"), person_id, each.insurance_kind,
                each.insured_region_code, each.category, enrolled, *stamps,
            )
        )  # fmt: skip
        status = each.card_status
        if status is None:
            continue
        card_id = crd(f"{person_id}\x1f1")
        days = calendar.dates(each.region_code, each.chip_serial % _ISSUED_WITHIN_DAYS, status)
        until = _lapse(tx, card_id, each, now) if status == "temporarily_lost" else None
        code = population.identification_code(each.region_code, each.chip_serial, key)
        enabled_at = None if status == "sealed" else days.enabled_at
        made_cards.append(
            (
                card_id, person_id, each.region_code, each.card_number, code,
                SPECIFICATION_VERSION, status, days.issued, days.valid_to, enabled_at, until,
                stamp if status == "cancelled" else None, days.opened_at, days.expired_at,
                *stamps,
            )
        )  # fmt: skip
        if enabled_at is not None:
            made_moves.append(
                (
                    mov(f"{card_id}\x1f1"), card_id, 1, "enable", "sealed", "active", "counter",
                    ACTOR, "agency", enabled_at,
                )
            )  # fmt: skip
            if status != "active":
                made_moves.append(
                    (
                        mov(f"{card_id}\x1f2"), card_id, 2, _MOVED[status], "active", status,
                        "counter", ACTOR, "agency", stamp,
                    )
                )  # fmt: skip
        account_id = None
        if each.account_number is not None:
            account_id = bka(f"{card_id}\x1f1")
            made_accounts.append(
                (
                    account_id, card_id, person_id, each.region_code, bank_account.DEFAULT_BANK,
                    each.account_number, each.name, "active", each.balance_fen, 0, PHONE,
                    bank_account.digest(population.PASSWORD, account_id), 0, today,
                    stamp, *stamps,
                )
            )  # fmt: skip
            if each.balance_fen:
                event = f"population/{account_id}"
                deposited += each.balance_fen
                made_entries.append(
                    (
                        bke(f"credit\x1f{event}"), account_id, "credit", event, book,
                        "transfers", f"deposit.{account_id}", each.balance_fen,
                        each.balance_fen, None, ACTOR, stamp, stamp,
                    )
                )  # fmt: skip
        if each.level is not None:
            electronic_id = ecd(f"{person_id}\x1f1")
            made_electronic.append(
                (
                    electronic_id, person_id, card_id, each.region_code, each.level, "active",
                    account_id if each.level == 2 else None,
                    electronic_card.password_digest(population.PASSWORD, electronic_id), 0, False,
                    *stamps,
                )
            )  # fmt: skip
            sign_no = electronic_id[-20:]
            for channel_no, _ in CHANNELS[: each.channels]:
                made_links.append((electronic_id, channel_no, sign_no, stamp))
    tx.load(households, _HOUSEHOLD, made_households)
    tx.load(persons, _PERSON, made_people)
    tx.load(household_members, _MEMBER, made_members)
    tx.load(family_links, _FAMILY, _family_rows(tx, families, stamps))
    tx.load(enrolments, _ENROLMENT, made_enrolments)
    tx.load(cards, _CARD, made_cards)
    tx.load(card_moves, _MOVE, made_moves)
    tx.load(bank_accounts, _ACCOUNT, made_accounts)
    tx.load(bank_entries, _ENTRY, made_entries)
    tx.load(electronic_cards, _ELECTRONIC, made_electronic)
    tx.load(electronic_card_links, _LINKED, made_links)
    _channels(tx)
    calendar.plan(tx)
    if deposited:
        event = f"population/{ordinal}/{part.region_code}/{part.number}"
        deposits.tell(tx, event, part.region_code, Money(deposited))


def _family_rows(
    tx: Tx, families: dict[int, list[tuple[str, str]]], stamps: tuple[Any, ...]
) -> list[tuple[Any, ...]]:
    """Each link from both sides: everybody's with the head, and a child's with both parents."""
    fam = maker("fam", tx.world.seed, tx.service)
    rows: list[tuple[Any, ...]] = []
    for members in families.values():
        (_, head), *others = members
        pairs = [(head, person, relation) for relation, person in others]
        spouses = [person for relation, person in others if relation == "spouse"]
        children = [person for relation, person in others if relation == "child"]
        pairs += [(spouse, child, "child") for spouse in spouses for child in children]
        for person, relative, relation in pairs:
            rows.append((fam(f"{person}\x1f{relative}"), person, relative, relation, *stamps))
            mirrored = INVERSE[relation]
            rows.append((fam(f"{relative}\x1f{person}"), relative, person, mirrored, *stamps))
    return rows


def _channels(tx: Tx) -> None:
    """The channels that populations use, made with the first chunk of a world."""
    if electronic.channel(tx, CHANNELS[0][0]) is not None:
        return
    stamps = {"version": 1, "created_at": world.now(), "updated_at": world.now()}
    for channel_no, name in CHANNELS:
        secret = hashlib.sha256(f"{tx.world.seed}/{channel_no}".encode()).hexdigest()
        channel_id = tx.new_id("chn", channel_no)
        row = {"id": channel_id, "channel_no": channel_no, "name": name, "secret": secret}
        electronic.add_channel(tx, {**row, "party_id": "owner", **stamps})


class _Dates(NamedTuple):
    """As the database keeps them."""

    issued: str
    valid_to: str
    enabled_at: str
    opened_at: str | None
    expired_at: str | None
    last_day: date


class _Calendar:
    """Dates of cards by how long ago they were issued; the policy is asked once a year.

    It remembers, by region, the first last day with a renewal window still to open and the
    first one that can be renewed now: jobs for these are enough, they find those after them.
    """

    def __init__(self, as_of: date) -> None:
        self._as_of = as_of
        self._months: dict[tuple[str, int], int] = {}
        self._windows: dict[str, int] = {}
        self._to_open: dict[str, date] = {}
        self._to_expire: dict[str, date] = {}

    def dates(self, region_code: str, days_ago: int, status: str) -> _Dates:
        year = (self._as_of - timedelta(days=days_ago)).year
        months = self._months.get((region_code, year))
        if months is None:
            months = terms.validity_months(region_code, date(year, 1, 1))
            self._months[region_code, year] = months
            rules = terms.card_rules(region_code, self._as_of)
            self._windows[region_code] = rules.renewal_window_days
        found = _dates(self._as_of, days_ago, months, self._windows[region_code])
        if found.expired_at is None and status != "cancelled":
            first = self._to_expire if found.opened_at else self._to_open
            known = first.get(region_code)
            if known is None or found.last_day < known:
                first[region_code] = found.last_day
        return found

    def plan(self, tx: Tx) -> None:
        for region_code, last_day in self._to_open.items():
            validity.plan_renewals(tx, region_code, last_day)
        for region_code, last_day in self._to_expire.items():
            validity.plan_expiry(tx, region_code, last_day)


@lru_cache(maxsize=8_192)
def _dates(as_of: date, days_ago: int, months: int, window: int) -> _Dates:
    issued = as_of - timedelta(days=days_ago)
    last = last_valid_day(issued, months)
    opens, ends = renewal_opens(last, window), last + timedelta(days=1)
    return _Dates(
        issued.isoformat(),
        last.isoformat(),
        _instant(issued, time(10)),
        _instant(opens, time(0)) if opens <= as_of else None,
        _instant(ends, time(0)) if ends <= as_of else None,
        last,
    )


def _instant(day: date, at: time) -> str:
    return instant_text(datetime.combine(day, at, SHANGHAI))


def _lapse(tx: Tx, card_id: str, each: Someone, now: datetime) -> str:
    """A temporary loss that was reported just now, with the job that ends it."""
    rules = terms.card_rules(each.region_code, now.date())
    until = now + timedelta(days=rules.temporary_loss_lapse_days)
    tx.schedule("card.lapse_temporary_loss", f"{card_id}:{until.isoformat()}", until)
    return instant_text(until)
