"""The policy in force on a day, as values of the domain.

The treatment region's catalogue splits a bill; everything after it is the policy of the
region where the person is insured, on the day of discharge.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from services.medical.domain.assistance import Assistance
from services.medical.domain.benefit import Terms
from services.medical.domain.big_illness import BigIllness, Segment
from services.medical.domain.civil_servant import CivilServant
from services.medical.domain.deductible import Deductible, YearDeductible
from services.medical.domain.interim import Interim
from services.medical.domain.large_amount import LargeAmount
from services.medical.domain.ratio import CrossRegion, Ratio
from services.medical.domain.vocabulary import CATEGORIES, OUTPATIENT, SCHEMES
from sscsim import policy
from sscsim.kernel import regions
from sscsim.kernel.explain import Figure
from sscsim.policy import Figures, Scheme

SERVICE = "medical"


def benefit(
    home_region: str,
    insurance_kind: str,
    visit_kind: str,
    category: str,
    day: date,
    pack: str | None = None,
) -> Terms:
    """The home region's policy. `pack` is the text of the world's own pack, if any.

    PolicyMissing or FigureMissing where the region has no figures; nothing is borrowed.
    """
    scheme = policy.scheme(SERVICE, home_region, SCHEMES[insurance_kind, visit_kind], pack)
    return benefit_from(scheme.on(day), category)


def benefit_from(figures: Figures, category: str) -> Terms:
    """The rules in a file, for a person of this category."""
    if figures.scheme.name.endswith(OUTPATIENT):
        return outpatient_from(figures, category)
    return inpatient_from(figures)


def inpatient_from(figures: Figures) -> Terms:
    layers = figures.words("layers")
    return Terms(
        deductible=Deductible(
            standard={level: figures.money(f"deductible.{level}") for level in
                      figures.under("deductible")},
            multipliers=figures.ratios("repeat_admission.multipliers"),
        ),
        ratio=_ratio(figures),
        pool_cap=figures.cap("pool.cap"),
        layers=layers,
        large_amount=_large_amount(figures) if "large_amount" in layers.value else None,
        big_illness=_big_illness(figures) if "big_illness" in layers.value else None,
        civil_servant=CivilServant(figures.ratio("civil_servant.ratio"))
        if "civil_servant" in layers.value
        else None,
        assistance=_assistance(figures) if "assistance" in layers.value else None,
        own_account_pays=figures.flag("own_account.pays"),
        year_starts_on=figures.month_day("insurance_year.starts_on"),
        shares_cap=_shares_cap(figures),
        interim=_interim(figures),
    )  # fmt: skip


def outpatient_from(figures: Figures, category: str) -> Terms:
    """Deductible and cap depend on the category; nobody but pool and large-amount fund pays."""
    layers = figures.words("layers")
    return Terms(
        deductible=YearDeductible(
            {
                level: figures.money(f"deductible.{category}.{level}")
                for level in figures.under(f"deductible.{category}")
            }
        ),
        ratio=_ratio(figures),
        pool_cap=figures.cap(f"pool.cap.{category}"),
        layers=layers,
        large_amount=_large_amount(figures) if "large_amount" in layers.value else None,
        big_illness=None,
        civil_servant=None,
        assistance=None,
        own_account_pays=figures.flag("own_account.pays"),
        year_starts_on=figures.month_day("insurance_year.starts_on"),
        kind=OUTPATIENT,
        shares_cap=_shares_cap(figures),
    )


def check(scheme: Scheme) -> None:
    """Whether a settlement can be computed with the newest figures; a Problem says why not."""
    if scheme.name in SCHEMES.values():
        newest = max(dated.since for leaf in scheme.leaves.values() for dated in leaf.values)
        for category in CATEGORIES:
            benefit_from(scheme.on(newest), category)


def _ratios(figures: Figures, group: str) -> dict[str, Figure[Fraction]]:
    return {name: figures.ratio(f"{group}.{name}") for name in figures.under(group)}


def _ratio(figures: Figures) -> Ratio:
    return Ratio(
        base=_ratios(figures, "ratio"),
        retiree_bonus=_ratios(figures, "retiree_bonus"),
        cross_region=CrossRegion(
            mode=figures.word("cross_region.mode"),
            points=_ratios(figures, "cross_region.points"),
            multiplier=_ratios(figures, "cross_region.multiplier"),
        ),
    )


def _shares_cap(figures: Figures) -> Figure[bool] | None:
    return figures.flag("pool.shares_cap") if figures.has("pool.shares_cap") else None


def _interim(figures: Figures) -> Interim:
    names = ("allowed", "new_deductible", "only_at_year_end")
    known = (f"interim.{name}" for name in names)
    return Interim(*(figures.flag(name) if figures.has(name) else None for name in known))


def _large_amount(figures: Figures) -> LargeAmount:
    return LargeAmount(figures.ratio("large_amount.ratio"), figures.cap("large_amount.cap"))


def _big_illness(figures: Figures) -> BigIllness:
    stated = figures.segments("big_illness.segments")
    segments = tuple(Segment(segment.above, segment.rate) for segment in stated.value)
    return BigIllness(
        Figure(segments, stated.basis),
        figures.flag("big_illness.counts_preself"),
        figures.cap("big_illness.cap") if figures.has("big_illness.cap") else None,
    )


def _assistance(figures: Figures) -> Assistance:
    return Assistance(
        figures.money("assistance.deductible"),
        figures.ratio("assistance.ratio"),
        figures.cap("assistance.cap"),
    )


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
