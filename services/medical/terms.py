"""The policy in force on a day, as values of the domain.

The treatment region's catalogue splits a bill; everything after it is the policy of the
region where the person is insured, on the day of discharge.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import product

from services.medical.domain.insurance_year import year_of
from services.medical.domain.kinds import KINDS, SCHEMES, Occasion, scheme_of
from services.medical.domain.rules import Terms
from services.medical.domain.vocabulary import CATEGORIES, DELIVERIES, INPATIENT, INSURANCE_KINDS
from services.medical.problems_kinds import DiseaseNotJoint, YearsDiffer
from services.medical.terms_of_kinds import terms_from
from sscsim import policy
from sscsim.kernel import regions
from sscsim.kernel.explain import Basis, Figure
from sscsim.policy import Figures, Scheme

SERVICE = "medical"


def benefit(home_region: str, occasion: Occasion, day: date, pack: str | None = None) -> Terms:
    """The home region's policy. `pack` is the text of the world's own pack, if any.

    PolicyMissing or FigureMissing where the region has no figures; nothing is borrowed.
    """

    def figures_of(name: str) -> Figures:
        return policy.scheme(SERVICE, home_region, name, pack).on(day)

    return terms_from(figures_of(occasion.scheme), occasion, figures_of)


def insurance_year(home: str, insurance_kind: str, day: date, pack: str | None = None) -> int:
    """The year that a day lies in, as a stay in hospital counts it; the year it began in."""
    name = scheme_of(insurance_kind, INPATIENT)
    figures = policy.scheme(SERVICE, home, name, pack).on(day)
    return year_of(day, figures.month_day("insurance_year.starts_on").value)


def check(scheme: Scheme, pack: str | None = None) -> None:
    """Whether a settlement can be computed with the newest figures; a Problem says why not."""
    if scheme.name not in SCHEMES:
        return
    newest = max(dated.since for leaf in scheme.leaves.values() for dated in leaf.values)
    [region] = scheme.regions
    figures = scheme.on(newest)
    for occasion in occasions_of(figures):
        benefit(region, occasion, newest, pack)
    _check_years(figures, region, pack)


_SHARED = {
    "pool.shares_inpatient_cap": "inpatient",
    "shares_outpatient.deductible": "outpatient",
    "shares_outpatient.cap": "outpatient",
}
"""Flags by which a scheme shares the accumulators of another one of the same insurance."""


def _check_years(figures: Figures, region: str, pack: str | None) -> None:
    """YearsDiffer where two schemes share what counts in a year, and their years don't agree."""
    insured = figures.scheme.name.partition("_")[0]
    for flag, rules in _SHARED.items():
        if not figures.has(flag) or not figures.flag(flag).value:
            continue
        other = policy.scheme(SERVICE, region, f"{insured}_{rules}", pack).on(figures.day)
        mine, theirs = (one.month_day("insurance_year.starts_on") for one in (figures, other))
        if mine.value != theirs.value:
            raise YearsDiffer(scheme=figures.scheme.name, other=other.scheme.name, flag=flag)


def occasions_of(figures: Figures) -> Iterator[Occasion]:
    """Every occasion that this file has rules for."""
    for insurance, kind in product(INSURANCE_KINDS, KINDS.values()):
        if not kind.is_paid_by(insurance) or scheme_of(insurance, kind.name) != figures.scheme.name:
            continue
        if kind.is_urgent and not figures.has("emergency.counts_as"):
            continue
        of_disease = figures.under("disease") if kind.names_disease else []
        diseases = dict.fromkeys(name.partition(".")[0] for name in of_disease)
        for category, disease, delivery, prescribed in product(
            CATEGORIES,
            diseases if kind.names_disease else (None,),
            DELIVERIES if kind.names_delivery else (None,),
            (True, False),
        ):
            yield Occasion(insurance, kind.name, category, disease, delivery, prescribed)


def joint_disease(home: str, care: str, disease: str, day: date) -> tuple[Basis, ...]:
    """What allows a chronic disease to be settled between two regions; nothing within a province.

    DiseaseNotJoint unless it stands in a list that both provinces share, on that day.
    """
    if regions.province_of(home) == regions.province_of(care):
        return ()
    for rule in policy.joint(SERVICE, "cross_province_chronic"):
        allowed = joint_by(rule.on(day), home, care, disease)
        if allowed:
            return allowed
    raise DiseaseNotJoint(disease=disease, home=home, care=care, on=day)


def joint_by(figures: Figures, home: str, care: str, disease: str) -> tuple[Basis, ...]:
    """What one joint list says of a disease and these two regions; empty if nothing."""
    leaf = f"disease.{disease}"
    if not _joins(figures.scheme.regions, (home, care)) or not figures.has(leaf):
        return ()
    listed = figures.flag(leaf)
    return (listed.basis,) if listed.value else ()


def first_self_pay(
    care_region: str, item_class: str, day: date, pack: str | None = None
) -> Figure[Fraction]:
    """The treatment region's default first self-pay of a class A or B item."""
    figures = policy.scheme(SERVICE, care_region, "catalogue", pack).on(day)
    return figures.ratio(f"first_self_pay.class_{item_class.lower()}")


ADMISSION = "admission"


def pays_as_of_admission(care_region: str, day: date, pack: str | None = None) -> bool:
    """Whether the region where the person was insured on admission pays, not on discharge.

    A joint figure; `pack` is the text of the world's own pack for the region of treatment,
    which asks, if any.
    """
    own = policy.load_pack(SERVICE, care_region, pack).schemes.get("payer") if pack else None
    [joint] = policy.joint(SERVICE, "payer")
    return payer_as_of(own or joint, day) == ADMISSION


def payer_as_of(scheme: Scheme, day: date) -> str:
    return scheme.on(day).word("payer_as_of").value


@dataclass(frozen=True, slots=True)
class FilingExemption:
    """No filing is needed between two regions; the stay counts like this kind of filing."""

    treated_as: Figure[str]
    exempt: Figure[bool]


def filing_exemption(home: str, care: str, day: date) -> FilingExemption | None:
    """The joint rule that frees a stay between two regions from filing, if there is one."""
    rules = (scheme.on(day) for scheme in policy.joint(SERVICE, "filing_exemption"))
    return next(filter(None, (exemption_of(rule, home, care) for rule in rules)), None)


def exemption_of(figures: Figures, home: str, care: str) -> FilingExemption | None:
    """What one joint rule says of these two regions; None if nothing."""
    if not _joins(figures.scheme.regions, (home, care)) or not figures.has("exempt"):
        return None
    exempt = figures.flag("exempt")
    return FilingExemption(figures.word("treated_as"), exempt) if exempt.value else None


def _joins(provinces: tuple[str, ...], pair: Iterable[str]) -> bool:
    """Whether the two lie in different provinces of the rule."""
    places = {regions.province_of(code) if regions.is_known(code) else code for code in pair}
    return len(places) == 2 and places <= set(provinces)
