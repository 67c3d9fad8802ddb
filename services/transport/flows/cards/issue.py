"""Issuing a transit card (发卡): onto a social security card, or without a name."""

from datetime import date

from services.transport import problems_cards as problems
from services.transport.domain import card as domain
from services.transport.domain.card import NewEntry, TransitCard
from services.transport.domain.issuer import ANONYMOUS, ON_CARD, Issuer
from services.transport.domain.purse_rules import PurseRules
from services.transport.flows import purses
from services.transport.flows.cards import known, people, rules, telling
from services.transport.problems_purses import TopUpRefused
from services.transport.store import books, cards, grants, issuers, seed, store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

_ZERO = Money.zero()
_TOO_YOUNG = Text(zh="年龄不足", en="the holder is too young")
_NO_GRANT = Text(zh="没有相应的优待资格", en="the holder has no grant in force")
_NO_NAME = Text(zh="须为记名卡", en="needs a name on the card")
_NEEDED = {"student": {"student", "pupil"}, "soldier": {"disabled_soldier"}}
"""Which grants a card of a kind rests on (assumed); one for the elderly rests on age."""


def issue(
    region_code: str,
    kind: str = "normal",
    card_id: str | None = None,
    first_load: Money = _ZERO,
) -> TransitCard:
    """A new card of the city's centre; what is put onto it, and its deposit, is paid in cash.

    TransitIssuerMissing, TransitCardForm, TransitCardRefused, TransitCardExists,
    TransitCardKindNotDue, TopUpRefused.
    """
    world.require_region(region_code)
    issuer = issuers.by_region().get(region_code)
    if issuer is None:
        raise problems.TransitIssuerMissing(region_code)
    if (ANONYMOUS if card_id is None else ON_CARD) not in issuer.lives_on:
        raise problems.TransitCardForm(issuer.id, issuer.lives_on)
    person_id = None if card_id is None else people.holder_of(card_id)
    birth = people.born(person_id) if person_id and kind == "elderly" else None
    with store.write() as tx:
        rule = rules.of(tx, region_code)
        check_kind(tx, rule, kind, person_id, birth, region_code)
        made = added(tx, issuer, rule, kind, card_id, person_id)
        made = _paid(tx, rule, made, first_load)
        telling.tell(tx, "issued", made, kind=made.kind)
        failpoint("transport.card_issue.before_commit")
        return tx.answer(made)


def check_kind(
    tx: Tx,
    rule: PurseRules,
    kind: str,
    person_id: str | None,
    birth: date | None,
    region_code: str,
) -> None:
    """TransitCardKindNotDue unless the holder may have a card of this kind."""
    if kind in ("normal", "test"):
        return
    if person_id is None:
        raise problems.TransitCardKindNotDue(kind, _NO_NAME)
    if kind == "elderly":
        if birth is None or not rule.is_elderly(birth, tx.world.today):
            raise problems.TransitCardKindNotDue(kind, _TOO_YOUNG)
        return
    held = grants.of(tx, [person_id], region_code, tx.world.today).get(person_id, frozenset())
    if not held & _NEEDED[kind]:
        raise problems.TransitCardKindNotDue(kind, _NO_GRANT)


def added(
    tx: Tx,
    issuer: Issuer,
    rule: PurseRules,
    kind: str,
    card_id: str | None,
    person_id: str | None,
    replaces: TransitCard | None = None,
) -> TransitCard:
    """An empty card, kept; TransitCardExists where one lives on this card already."""
    if card_id is not None:
        tx.lock("transit card on", card_id)
        earlier = cards.on_card(tx, card_id)
        if earlier is not None:
            raise problems.TransitCardExists(card_id=card_id, transit_card_id=earlier.id)
        made_id = tx.new_id("tca", card_id, cards.issued_onto(tx, card_id) + 1)
    else:
        tx.lock("anonymous transit card", issuer.region)
        made_id = tx.new_id(
            "tca", "anonymous", issuer.region, cards.anonymous(tx, issuer.region) + 1
        )
    made = domain.empty(
        made_id,
        _number(tx, issuer, made_id),
        issuer.id,
        issuer.region,
        tx.world.today,
        rule.usable_until(tx.world.today),
        rule.overdraft.value,
        tx.world.now,
        kind=kind,
        card_id=card_id,
        person_id=person_id,
        replaces=replaces.id if replaces else None,
    )
    cards.add(tx, made)
    return made


def _number(tx: Tx, issuer: Issuer, card_id: str) -> str:
    """The first number from the one that its id draws which nobody has."""
    serial = seed.serial_of(card_id)
    while cards.has_number(tx, domain.number(issuer.prefix, serial)):
        serial = (serial + 1) % domain.SERIAL_LIMIT
    return domain.number(issuer.prefix, serial)


def _paid(tx: Tx, rule: PurseRules, made: TransitCard, first_load: Money) -> TransitCard:
    """With its deposit, and what its holder puts onto it; the centre's book is told (T1)."""
    event, paid = f"issue/{made.id}", _ZERO
    if made.is_anonymous and rule.deposit is not None and rule.deposit.value:
        paid = rule.deposit.value
        made = cards.move_deposit(tx, made, domain.DEPOSIT_IN, event, paid)
    if first_load:
        check_top_up(rule, first_load, _ZERO)
        load = NewEntry(made.id, domain.LOAD, event, first_load, tx.world.now)
        purses.post(tx, [load])
        made, paid = known.held(tx, made.id), paid + first_load
    books.told(tx, made, event, paid)
    return made


def check_top_up(rule: PurseRules, amount: Money, held: Money) -> None:
    """TopUpRefused unless so much may be put onto a purse that holds `held`."""
    against = rule.against_top_up(amount, held)
    if against is not None:
        bounds = rule.least_top_up.value, rule.most_top_up.value, rule.ceiling.value
        raise TopUpRefused(against, *bounds, held)
