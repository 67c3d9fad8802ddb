"""The products of a private pension as this sandbox invents them: the same in every world.

How many there are of each class is published (`products.py`); which, by whom and at what rate is
made up here from the number of the product alone. A rate is what a year brings on what was put
in, without loss: a model, not a market. Before its term is over a product brings its early rate.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from services.benefits.domain.private_pension.products import (
    CLASSES,
    DEPOSIT,
    FUND,
    INSURANCE,
    WEALTH,
    Catalogue,
)
from sscsim.kernel.money import Money

_LETTERS: Final = {DEPOSIT: "D", FUND: "F", INSURANCE: "I", WEALTH: "W"}
_CLASS_OF: Final = {letter: name for name, letter in _LETTERS.items()}
_PLACES: Final = (
    *(("示范", "Demo"), ("云岭", "Cloud Ridge"), ("江畔", "Riverside"), ("梧桐", "Plane Tree")),
    *(("晴川", "Clear River"), ("松涛", "Pine Wave"), ("南屏", "South Screen")),
    *(("碧海", "Blue Sea"), ("长亭", "Long Pavilion"), ("锦溪", "Brocade Brook")),
)
_HOUSES: Final = {
    DEPOSIT: ("银行", "Bank"),
    FUND: ("基金", "Funds"),
    INSURANCE: ("人寿", "Life"),
    WEALTH: ("理财", "Wealth"),
}
_LINES: Final = {
    DEPOSIT: (("养老定期储蓄", "Pension Term Deposit"), ("养老通知储蓄", "Pension Notice Deposit")),
    FUND: (("养老目标日期混合", "Target Date Mix"), ("养老目标风险混合", "Target Risk Mix")),
    INSURANCE: (("专属商业养老保险", "Own Annuity"), ("两全保险", "Endowment")),
    WEALTH: (("养老理财固收增强", "Fixed Income Plus"), ("养老理财最短持有", "Minimum Holding")),
}
_TERMS: Final = {
    DEPOSIT: (90, 180, 365, 1_095, 1_825),
    FUND: (0, 365, 1_095),
    INSURANCE: (1_825, 3_650),
    WEALTH: (365, 730, 1_095),
}
"""Days that a product is meant to be held."""

_RATES: Final = {DEPOSIT: (125, 315), FUND: (150, 650), INSURANCE: (200, 350), WEALTH: (180, 420)}
"""Basis points a year, from and to."""

_EARLY: Final = {DEPOSIT: 20, FUND: 100, INSURANCE: 0, WEALTH: 50}
_LEAST: Final = {DEPOSIT: 5_000, FUND: 1_000, INSURANCE: 50_000, WEALTH: 100_000}
"""Fen: the least that is put in at once."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One product. rate, early_rate: a year, after and before `term_days`, as parts of one."""

    code: str
    product_class: str
    number: int
    name_zh: str
    name_en: str
    issuer_zh: str
    issuer_en: str
    term_days: int
    rate: Fraction
    early_rate: Fraction
    least: Money

    @property
    def rate_bp(self) -> int:
        return int(self.rate * 10_000)

    @property
    def early_rate_bp(self) -> int:
        return int(self.early_rate * 10_000)


def code_of(product_class: str, number: int) -> str:
    """
    >>> code_of("fund", 7)
    'F0007'
    """
    return f"{_LETTERS[product_class]}{number:04d}"


def named(code: str) -> tuple[str, int]:
    """Class and number of a code; ("", 0) for what can be none.

    >>> named("F0007"), named("X1")
    (('fund', 7), ('', 0))
    """
    if len(code) == 5 and code[0] in _CLASS_OF and code[1:].isascii() and code[1:].isdigit():
        return _CLASS_OF[code[0]], int(code[1:])
    return "", 0


def offer(product_class: str, number: int) -> Offer:
    """The product of this number in its class.

    >>> offer("deposit", 1).code, offer("deposit", 1) == offer("deposit", 1)
    ('D0001', True)
    """
    code = code_of(product_class, number)
    drawn = hashlib.sha256(f"private-pension/{code}".encode()).digest()
    place, house = _PLACES[drawn[0] % len(_PLACES)], _HOUSES[product_class]
    line = _LINES[product_class][drawn[1] % len(_LINES[product_class])]
    terms = _TERMS[product_class]
    low, high = _RATES[product_class]
    rate = low + (drawn[3] * 256 + drawn[4]) % (high - low + 1)
    return Offer(
        code=code,
        product_class=product_class,
        number=number,
        name_zh=f"{place[0]}{line[0]}{number:03d}号",
        name_en=f"{place[1]} {line[1]} {number:03d}",
        issuer_zh=f"{place[0]}{house[0]}",
        issuer_en=f"{place[1]} {house[1]}",
        term_days=terms[drawn[2] % len(terms)],
        rate=Fraction(rate, 10_000),
        early_rate=Fraction(_EARLY[product_class], 10_000),
        least=Money(_LEAST[product_class]),
    )


def on_list(catalogue: Catalogue, product_class: str | None = None) -> Iterator[Offer]:
    """Every product on the list of a day, class by class."""
    for name in CLASSES:
        if product_class in (None, name):
            for number in range(1, catalogue.counts[name].value + 1):
                yield offer(name, number)
