"""The figures of a file as the terms of one kind of visit: a function a kind."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from services.medical.domain.assistance import Assistance, Help
from services.medical.domain.big_illness import BigIllness, ForThePoor, Segment
from services.medical.domain.chronic import DiseaseTerms
from services.medical.domain.civil_servant import CivilServant
from services.medical.domain.deductible import Deductible, YearDeductible
from services.medical.domain.kinds import Occasion, scheme_of
from services.medical.domain.large_amount import LargeAmount
from services.medical.domain.maternity import INPATIENT_RULE, Quota
from services.medical.domain.ratio import CrossRegion, Minors, Ratio, Rung
from services.medical.domain.rules import STAYS, Terms
from services.medical.domain.vocabulary import IN_NEED, INPATIENT, LEVELS
from services.medical.domain.work_injury import WorkInjury
from services.medical.domain.year import Counts
from services.medical.problems_kinds import DiseaseNotCovered
from sscsim.kernel.explain import Basis, Figure
from sscsim.kernel.money import Money
from sscsim.policy import Figures

Others = Callable[[str], Figures]
"""Another scheme of the same region and day, by name."""

_UNLIMITED: Money | None = None


def terms_from(figures: Figures, occasion: Occasion, others: Others) -> Terms:
    """The rules in a file that hold for an occasion.

    `others` are asked for where this file sends on to the rules of a stay in hospital.
    """
    if occasion.is_work_injury:
        return work_injury_from(figures)
    match occasion.kind.rules:
        case "inpatient":
            return inpatient_from(figures)
        case "outpatient" if occasion.kind.is_urgent:
            return _emergency(figures, occasion, others)
        case "outpatient":
            return outpatient_from(figures, occasion.category)
        case "chronic":
            return chronic_from(figures, str(occasion.disease))
        case "pharmacy":
            return pharmacy_from(figures, occasion)
    if occasion.kind.names_delivery:
        return delivery_from(figures, occasion, others)
    return prenatal_from(figures)


def _as_a_stay(occasion: Occasion, others: Others) -> Terms:
    return inpatient_from(others(scheme_of(occasion.insurance_kind, INPATIENT)))


def _emergency(figures: Figures, occasion: Occasion, others: Others) -> Terms:
    """As which kind of visit an emergency (急诊) is paid is the region's figure."""
    counts_as = figures.word("emergency.counts_as")
    is_stay = counts_as.value == INPATIENT
    terms = _as_a_stay(occasion, others) if is_stay else outpatient_from(figures, occasion.category)
    return replace(terms, chosen=(*terms.chosen, counts_as.basis))


def inpatient_from(figures: Figures) -> Terms:
    layers = figures.words("layers")
    shared, chosen = _shared_cap(figures)
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
        **_later_layers(figures, layers.value),
        own_account_pays=figures.flag("own_account.pays"),
        year_starts_on=figures.month_day("insurance_year.starts_on"),
        counts=replace(STAYS, beside=("outpatient_pool",)) if shared else STAYS,
        chosen=chosen,
    )  # fmt: skip


def outpatient_from(figures: Figures, category: str) -> Terms:
    """Deductible and cap depend on the category; big illness insurance is for stays."""
    layers = figures.words("layers")
    shared, chosen = _shared_cap(figures)
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
        **_later_layers(figures, layers.value),
        own_account_pays=figures.flag("own_account.pays"),
        year_starts_on=figures.month_day("insurance_year.starts_on"),
        counts=Counts(
            "outpatient_pool", "outpatient_deductible", beside=("pool",) if shared else ()
        ),
        chosen=chosen,
    )


def chronic_from(figures: Figures, disease: str) -> Terms:
    """Each disease has its deductible, ratios and cap; DiseaseNotCovered if it has none here.

    Over them stands one cap for all, which may be that of stays in hospital.
    """
    known = figures.under("disease")
    covered = dict.fromkeys(name.partition(".")[0] for name in known)
    if disease not in covered:
        raise DiseaseNotCovered(disease=disease, known=", ".join(covered) or "–")
    layers, own = figures.words("layers"), f"disease.{disease}"
    shares = figures.flag("pool.shares_inpatient_cap")
    return Terms(
        deductible=DiseaseTerms(
            disease, figures.money(f"{own}.deductible"), figures.cap(f"{own}.cap")
        ),
        ratio=_ratio(figures, f"{own}.ratio"),
        pool_cap=figures.cap("pool.cap"),
        layers=layers,
        large_amount=None,
        **_later_layers(figures, layers.value),
        own_account_pays=figures.flag("own_account.pays"),
        year_starts_on=figures.month_day("insurance_year.starts_on"),
        counts=Counts("pool" if shares.value else "chronic_pool"),
        chosen=(shares.basis,),
    )


def pharmacy_from(figures: Figures, occasion: Occasion) -> Terms:
    """With a prescription its own deductible, ratio and cap; what of them it shares with
    outpatient visits is added to theirs."""
    shares_deductible = figures.flag("shares_outpatient.deductible")
    shares_cap = figures.flag("shares_outpatient.cap")
    category = occasion.category
    cap = figures.cap(f"pool.cap.{category}")
    plain = Terms(
        **_pool_only(figures, cap),
        counts=Counts(
            "outpatient_pool" if shares_cap.value else "pharmacy_pool",
            "outpatient_deductible" if shares_deductible.value else "pharmacy_deductible",
        ),
        is_without_prescription=not occasion.has_prescription,
    )
    if not occasion.has_prescription:
        return plain
    due = figures.money(f"deductible.{category}")
    return replace(
        plain,
        deductible=YearDeductible(dict.fromkeys(LEVELS, due)),
        ratio=_flat_ratio(figures, "ratio", "retiree_bonus"),
        chosen=(shares_deductible.basis, shares_cap.basis),
    )


def prenatal_from(figures: Figures) -> Terms:
    """Check-ups before birth (产前检查): a ratio from the first fen, up to a cap a year."""
    return Terms(
        **_pool_only(figures, figures.cap("prenatal.cap"))
        | {"ratio": _flat_ratio(figures, "prenatal.ratio")},
        counts=Counts("prenatal_pool"),
    )


def delivery_from(figures: Figures, occasion: Occasion, others: Others) -> Terms:
    """A delivery: the quota for its manner, and beyond it the person or the rules of a stay."""
    manner, beyond = str(occasion.delivery), figures.word("delivery.beyond")
    quota = Quota(
        manner,
        figures.money(f"delivery.quota.{manner}"),
        _flat_ratio(figures, "delivery.ratio"),
        beyond,
    )
    own = _pool_only(figures, Figure(_UNLIMITED, beyond.basis))
    if beyond.value != INPATIENT_RULE:
        return Terms(**own, counts=Counts(None), quota=quota)
    return replace(
        _as_a_stay(occasion, others),
        quota=quota,
        own_account_pays=own["own_account_pays"],
        year_starts_on=own["year_starts_on"],
    )


def work_injury_from(figures: Figures) -> Terms:
    """The fund of work injuries alone: no deductible, no pool, no layer after it."""
    ratio = figures.ratio("ratio")
    return Terms(
        **_pool_only(figures, Figure(_UNLIMITED, ratio.basis)),
        counts=Counts(None),
        work_injury=WorkInjury(ratio, figures.flag("covers_preself")),
    )


def _pool_only(figures: Figures, cap: Figure[Money | None]) -> dict[str, Any]:
    """What terms have in common that know no layer behind the first, and no deductible."""
    return {
        "deductible": None,
        "ratio": None,
        "pool_cap": cap,
        "layers": figures.words("layers"),
        "large_amount": None,
        "big_illness": None,
        "civil_servant": None,
        "assistance": None,
        "own_account_pays": figures.flag("own_account.pays"),
        "year_starts_on": figures.month_day("insurance_year.starts_on"),
    }


def _later_layers(figures: Figures, layers: tuple[str, ...]) -> dict[str, Any]:
    return {
        "big_illness": _big_illness(figures) if "big_illness" in layers else None,
        "civil_servant": CivilServant(figures.ratio("civil_servant.ratio"))
        if "civil_servant" in layers
        else None,
        "assistance": _assistance(figures) if "assistance" in layers else None,
    }


def _ratios(figures: Figures, group: str) -> dict[str, Figure[Fraction]]:
    return {name: figures.ratio(f"{group}.{name}") for name in figures.under(group)}


def _ratio(figures: Figures, base: str = "ratio") -> Ratio:
    return Ratio(
        base=_ratios(figures, base),
        retiree_bonus=_ratios(figures, "retiree_bonus"),
        cross_region=_cross_region(figures),
        ladder=_ladder(figures) if figures.has("retiree_bonus_by_age") else None,
        minors=_minors(figures) if figures.has("minors.below_age") else None,
    )


def _minors(figures: Figures) -> Minors:
    return Minors(figures.number("minors.below_age"), _ratios(figures, "minors.ratio"))


def _ladder(figures: Figures) -> Figure[tuple[Rung, ...]]:
    stated = figures.ages("retiree_bonus_by_age")
    return Figure(tuple(Rung(rung.age, rung.added) for rung in stated.value), stated.basis)


def _flat_ratio(figures: Figures, leaf: str, bonus: str | None = None) -> Ratio:
    """The same ratio for every level."""
    has_bonus = bonus is not None and figures.has(bonus)
    return Ratio(
        base=dict.fromkeys(LEVELS, figures.ratio(leaf)),
        retiree_bonus=dict.fromkeys(LEVELS, figures.ratio(str(bonus))) if has_bonus else {},
        cross_region=_cross_region(figures),
    )


def _cross_region(figures: Figures) -> CrossRegion:
    return CrossRegion(
        mode=figures.word("cross_region.mode"),
        points=_ratios(figures, "cross_region.points"),
        multiplier=_ratios(figures, "cross_region.multiplier"),
    )


def _shared_cap(figures: Figures) -> tuple[bool, tuple[Basis, ...]]:
    """Whether stays and outpatient visits use up one cap together, and who says so."""
    if not figures.has("pool.shares_cap"):
        return False, ()
    shares = figures.flag("pool.shares_cap")
    return shares.value, (shares.basis,)


def _large_amount(figures: Figures) -> LargeAmount:
    return LargeAmount(figures.ratio("large_amount.ratio"), figures.cap("large_amount.cap"))


def _big_illness(figures: Figures) -> BigIllness:
    stated = figures.segments("big_illness.segments")
    segments = tuple(Segment(segment.above, segment.rate) for segment in stated.value)
    return BigIllness(
        Figure(segments, stated.basis),
        figures.flag("big_illness.counts_preself"),
        figures.cap("big_illness.cap") if figures.has("big_illness.cap") else None,
        _for_the_poor(figures) if figures.has("big_illness.for_the_poor.who") else None,
    )


def _for_the_poor(figures: Figures) -> ForThePoor:
    group = "big_illness.for_the_poor"
    stated = figures.under(group)
    return ForThePoor(
        figures.words(f"{group}.who"),
        figures.ratio(f"{group}.threshold_share") if "threshold_share" in stated else None,
        figures.ratio(f"{group}.bonus") if "bonus" in stated else None,
        figures.cap(f"{group}.cap") if "cap" in stated else None,
    )


def _assistance(figures: Figures) -> Assistance:
    return Assistance(
        figures.money("assistance.deductible"),
        figures.ratio("assistance.ratio"),
        figures.cap("assistance.cap"),
        {
            word: Help(
                figures.money(f"assistance.category.{word}.deductible"),
                figures.ratio(f"assistance.category.{word}.ratio"),
            )
            for word in IN_NEED
            if figures.has(f"assistance.category.{word}.ratio")
        },
    )
