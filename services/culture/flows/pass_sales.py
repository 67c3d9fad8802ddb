"""A travel pass is ordered: who may have it by the rules of its issuer, and what it costs.

By cash at a counter it is paid with its order. By card it waits for its payment until the day
ends (flows/pass_payments.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from services.culture import problems_passes as problems
from services.culture import terms_passes as terms
from services.culture.domain import pass_sale
from services.culture.domain import travel_pass as words
from services.culture.domain.pass_rules import PassRules, Product
from services.culture.domain.travel_pass import TravelPass
from services.culture.flows import pass_course, pass_known, pass_payments, people
from services.culture.flows.people import Holder
from services.culture.store import catalogue_passes, store
from services.culture.store import travel_passes as rows
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel import regions
from sscsim.kernel.explain import origin
from sscsim.kernel.periods import age_on
from sscsim.kernel.problems import FieldError

_COUNTERS = ("agency", "bank", "owner", "system", "service")


@dataclass(frozen=True)
class Offer:
    """A product with the rules of one issuer on a day."""

    product: Product
    issuer_region: str
    day: date
    rules: PassRules

    @property
    def policy_origin(self) -> dict[str, Any]:
        return origin(self.rules.bases())


def products() -> Sequence[Product]:
    return tuple(catalogue_passes.products().values())


def offer(code: str, issuer_region: str | None = None, on: date | None = None) -> Offer:
    """A product's rules by one of its issuers; the first one when none is named.

    PassProductNotFound, PassIssuerUnknown, PolicyMissing, FigureMissing.
    """
    product = pass_known.product(code)
    issuer = _issuer(product, issuer_region, ())
    day = on or world.today()
    with store.read() as tx:
        return Offer(product, issuer, day, pass_known.rules(tx, code, issuer, day))


def order(
    product_code: str,
    person_id: str,
    pay_by: str,
    issuer_region_code: str | None = None,
    papers: Sequence[str] = (),
) -> TravelPass:
    """Order a pass for somebody; paid at once when it is by cash.

    PassProductNotFound, PassIssuerUnknown, PassCounterOnly, PassNotOnSale, TravelPassNotEligible,
    TravelPassHeld; PolicyMissing, FigureMissing; and what the card service says of the person.
    """
    product = pass_known.product(product_code)
    check_counter(pay_by, papers)
    of = people.holder(person_id)
    issuer = _issuer(product, issuer_region_code, (*of.card_regions, of.region_code))
    with store.read() as tx:
        rules = pass_known.rules(tx, product_code, issuer, tx.world.today)
    ground = _check_eligible(of, rules, papers)
    with store.write() as tx:
        earlier = rows.held_by(tx, person_id, product_code)
        if earlier is not None:
            raise problems.TravelPassHeld(travel_pass_id=earlier.id, status=earlier.status)
        made = _made(tx, product, issuer, of, rules, ground, pay_by)
        if pay_by == words.CASH:
            made = pass_course.sold(tx, made, "pay_cash", None)
        else:
            tomorrow = tx.world.today + timedelta(days=1)
            tx.schedule(pass_payments.LAPSE, made.id, pass_known.midnight(tomorrow))
        failpoint("culture.pass_order.before_commit")
        return tx.answer(made)


def check_counter(pay_by: str, papers: Sequence[str] = ()) -> None:
    """Cash and papers are looked at across a counter; PassCounterOnly."""
    if world.current().role in _COUNTERS:
        return
    if pay_by == words.CASH:
        raise problems.PassCounterOnly(what=words.CASH)
    if papers:
        raise problems.PassCounterOnly(what=", ".join(papers))


def _issuer(product: Product, named: str | None, of: Sequence[str]) -> str:
    """The issuer that is named, else the one of the holder's own province, else the first."""
    if named is not None and named not in product.issuers:
        known = ", ".join(product.issuers)
        raise problems.PassIssuerUnknown(product=product.code, issuer=named, known=known)
    own = [each for code in of for each in (code, regions.province_of(code))]
    first = next(iter(product.issuers))
    return named or next((each for each in own if each in product.issuers), first)


def _check_eligible(of: Holder, rules: PassRules, papers: Sequence[str]) -> str:
    """The ground on which the pass is sold; TravelPassNotEligible with every reason."""
    today = world.today()
    if not rules.is_open:
        raise problems.PassNotOnSale(product=rules.product, day=today.isoformat())
    buyer = people.buyer(of, rules, papers)
    against = pass_sale.against(buyer, rules.eligibility, today)
    if not of.has_carrier:
        against = (*against, pass_sale.NO_CARRIER)
    if against:
        raise problems.TravelPassNotEligible(
            product=rules.product,
            reasons=", ".join(against),
            errors=[FieldError(each, pass_sale.REASONS[each], "/person_id") for each in against],
        )
    ground = pass_sale.ground(buyer, rules.eligibility)
    assert ground is not None, "else it would be a reason"
    return ground


def _made(
    tx: Tx,
    product: Product,
    issuer: str,
    of: Holder,
    rules: PassRules,
    ground: str,
    pay_by: str,
) -> TravelPass:
    today, now = tx.world.today, tx.world.now
    rule = terms.need_price(rules, issuer, today)
    price = pass_sale.priced(rule, age_on(of.birth_date, today))
    ordinal = rows.next_ordinal(tx, of.id, product.code)
    made = TravelPass(
        id=tx.new_id("tps", product.code, of.id, ordinal),
        product=product.code,
        issuer_region=issuer,
        treasury=product.issuers[issuer],
        person_id=of.id,
        ground=ground,
        pay_by=pay_by,
        price=price.price,
        fee=price.seller_fee + price.platform_fee,
        sold_by=tx.world.party_id,
        ordinal=ordinal,
        tries=0,
        payment_reference=None,
        bought_on=None,
        activate_until=None,
        refund_until=None,
        valid_from=None,
        valid_to=None,
        activated_at=None,
        photo=None,
        mismatches=0,
        refunds=0,
        end_reason=None,
        status=words.DUE,
        version=1,
        created_at=now,
        updated_at=now,
    )
    rows.passes.add(tx, made)
    pass_known.tell(tx, made)
    return made


def explained(travel_pass_id: str) -> Any:
    """How the price of a pass came about, by the rules of the day on which it was ordered.

    TravelPassNotFound.
    """
    known = pass_known.get(travel_pass_id)
    of = people.holder(known.person_id)
    day = known.created_at.date()
    with store.read() as tx:
        rules = pass_known.rules_of(tx, known, day)
    rule = terms.need_price(rules, known.issuer_region, day)
    return pass_sale.priced(rule, age_on(of.birth_date, day)).explanation
