"""Every figure that was found for a region stands in its files, or here, with the reason why not.

`found_figures.json` is the list of what was found when the files were written: by region, the kind
of insurance (310 employees, 390 residents) and a dotted name; beside it what is known of the
national rules. Amounts are yuan, ratios parts of one.
"""

import json
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from sscsim import policy
from sscsim.kernel.money import Money
from sscsim.policy import Scheme

FOUND = json.loads(
    Path(__file__).with_name("found_figures.json").read_text(encoding="utf-8"), parse_float=Fraction
)
DAY = date(2026, 4, 2)
KIND = {"310": "employee", "390": "resident"}
LEVEL = {"primary": "primary", "l1": "level_1", "l2": "level_2", "l3": "level_3"}
FILINGS = {
    "points.referral_or_emergency": ("points.referral", "points.emergency"),
    "points.other_temporary": ("points.other_temporary",),
    "points.long_term": ("points.long_term",),
    "dataset_multiplier.long_term": ("multiplier.long_term",),
    "dataset_multiplier.referral": ("multiplier.referral",),
    "dataset_multiplier.emergency_unfiled": ("multiplier.emergency",),
    "dataset_multiplier.unfiled": ("multiplier.other_temporary",),
}
LEVELS = tuple(LEVEL.values())

TOGETHER_WITH_THE_POOL = {("460100", "310.supplementary.cap")}
"""Found as what pool and supplementary insurance pay together; the file has the difference."""

OTHER = {
    ("340100", "310.outpatient.deductible_active"): "the same list says 200 at level primary, "
    "400 above; the file has both",
    ("340100", "310.outpatient.deductible_retired"): "as for those at work",
    ("460100", "310.outpatient.deductible_active"): "the table of the same list has 10, 50 and "
    "100 by level; the file has those",
    ("460100", "310.outpatient.deductible_retired"): "as for those at work",
}
"""Figures that one number can't say: the file says more, and the number is its highest level's."""

UNUSED_NATIONAL = {
    "filing.long_term.validity": "a filing without last day is what the rule says; no figure",
    "filing.long_term.change_wait_months_max": "an upper bound; no region is known to use it",
    "filing.temporary.validity_months_min": "a lower bound; the caller states the filing's days",
    "late_filing.before_discharge": "a rule, not a figure: the filing is looked for at discharge",
    "late_filing.after_self_pay": "the manual claim is of the benefits service",
    "clearing.daily_reconcile": "a rule, not a figure: the day after",
    "clearing.notice_by": "notices follow the signatures",
    "clearing.year_close_by": "what is late moves month by month, see max_delay_months",
    "bank_fees_from_fund": "no bank takes a fee here",
    "category_preself.C": "class C lies outside the catalogue: all is own payment",
    "big_illness_national.deductible_rule": "the regions' own thresholds are known",
    "personal_account.employee_contribution": "of personal accounts, not of pricing a bill",
    "personal_account.family_sharing": "of personal accounts, not of pricing a bill",
    "volume_2023.settlements": "a statistic",
    "volume_2023.advance_payment_saved_yuan": "a statistic",
    "network_2025q1.persons": "a statistic",
    "network_2025q1.institutions": "a statistic",
}


def scheme(region: str, name: str) -> Scheme:
    return next(each for each in policy.builtin("medical", region) if each.name == name)


def value(region: str, name: str, leaf: str) -> Any:
    dated = scheme(region, name).leaves[leaf].on(DAY)
    assert dated is not None
    return dated.value


def expected(stated: Any) -> Any:
    """As the loader reads it: an amount of yuan or, up to one, a ratio."""
    return Fraction(stated) if stated <= 1 else Money(stated * 100)


def leaves(region: str, name: str) -> Iterator[tuple[str, str, Any]]:
    """Scheme, leaf and what has to stand there, for one figure that was found."""
    kind, part, *rest = name.split(".")
    stated = FOUND["regions"][region][name]
    inpatient, outpatient = f"{KIND[kind]}_inpatient", f"{KIND[kind]}_outpatient"
    tail = ".".join(rest)
    money = None if stated is None else Money(round(stated * 100))
    match part, *rest:
        case "inpatient", "pool_cap":
            yield inpatient, "pool.cap", money
        case "inpatient", "repeat_deductible", "multipliers", at:
            shares = value(region, inpatient, "repeat_admission.multipliers")
            assert shares[int(at)] == Fraction(stated)
        case "inpatient", "deductible", level:
            yield inpatient, f"deductible.{LEVEL[level]}", money
        case (("inpatient" | "outpatient"), ("ratio" | "retiree_bonus") as which, level):
            where = inpatient if part == "inpatient" else outpatient
            yield where, f"{which}.{LEVEL[level]}", Fraction(stated)
        case "outpatient", ("deductible_active" | "deductible_retired"):
            category = rest[0].removeprefix("deductible_")
            only_above = (region, name) in OTHER
            for level in LEVELS[-1:] if only_above else LEVELS:
                yield outpatient, f"deductible.{category}.{level}", money
        case "outpatient", "deductible":
            for level in LEVELS:
                yield outpatient, f"deductible.active.{level}", money
        case "outpatient", ("cap_active" | "cap_retired"):
            yield outpatient, f"pool.cap.{rest[0].removeprefix('cap_')}", money
        case "outpatient", "cap":
            yield outpatient, "pool.cap.active", money
        case "supplementary", "from_amount":
            yield inpatient, "pool.cap", money
        case "supplementary", "ratio":
            yield inpatient, "large_amount.ratio", Fraction(stated)
        case "supplementary", "cap":
            segmented = f"{kind}.supplementary.segments.0.ratio" in FOUND["regions"][region]
            if (region, name) in TOGETHER_WITH_THE_POOL and money is not None:
                money -= value(region, inpatient, "pool.cap")
            yield inpatient, "big_illness.cap" if segmented else "large_amount.cap", money
        case "big_illness", "cap":
            yield inpatient, "big_illness.cap", money
        case (("supplementary" | "big_illness"), "segments", at, which):
            segments = value(region, inpatient, "big_illness.segments")
            segment = segments[int(at)]
            match which:
                case "cum_from":
                    assert segment.above == money
                case "cum_to":  # the next one's beginning
                    assert segments[int(at) + 1].above == money
                case "ratio":
                    assert segment.rate == Fraction(stated)
        case "cross_region", *_:
            for leaf in FILINGS[tail]:
                for where in (inpatient, outpatient):
                    yield where, f"cross_region.{leaf}", Fraction(stated)
        case _:
            raise AssertionError(f"nobody knows what {name} is")


@pytest.mark.parametrize("region", FOUND["regions"])
def test_every_figure_that_was_found_stands_in_the_regions_files(region: str) -> None:
    wrong = [
        f"{name}: found {stated}, {where}#{leaf} has {value(region, where, leaf)}"
        for name in FOUND["regions"][region]
        for where, leaf, stated in leaves(region, name)
        if value(region, where, leaf) != stated
    ]
    assert wrong == []


def test_the_list_is_whole() -> None:
    found = sum(map(len, FOUND["regions"].values())) + len(FOUND["national"])
    assert (len(FOUND["regions"]), found) == (8, 574)
    assert {region for region, _ in OTHER} <= FOUND["regions"].keys()


CLEARING = {
    "clearing.month_reconcile_by_day": "reconcile_by_day",
    "clearing.declare_by_day_next_month": "declare_by_day",
    "clearing.national_table_day": "generate_day",
    "clearing.confirm_sign_by_day": "sign_day",
    "clearing.max_delay_months": "max_delay_months",
    "clearing.notice_to_finance_working_days": "finance_workdays",
    "clearing.finance_pays_working_days": "payment_workdays",
    "clearing.feedback_working_days": "feedback_workdays",
    "advance.yellow": "advance.yellow",
    "advance.red": "advance.red",
    "advance.topup_request_working_days_after_sign": "advance.top_up_workdays",
}


@pytest.mark.parametrize("name", CLEARING)
def test_the_days_of_the_clearing_are_the_national_ones(name: str) -> None:
    [clearing] = policy.joint("settlement", "clearing")
    dated = clearing.leaves[CLEARING[name]].on(DAY)
    assert dated is not None
    assert dated.value == FOUND["national"][name]


ADVANCES = {
    "advance.size_formula": ("advance.size_months", 2),  # times the monthly mean of the 4th quarter
    "advance.issued_by": ("advance.fix_by", (1, 31)),
    "advance.paid_by": ("advance.pay_by", (2, 28)),
}
"""Found as words: what they come to."""


@pytest.mark.parametrize("name", ADVANCES)
def test_advances_are_fixed_and_paid_as_the_words_say(name: str) -> None:
    [clearing] = policy.joint("settlement", "clearing")
    leaf, stated = ADVANCES[name]
    dated = clearing.leaves[leaf].on(DAY)
    assert dated is not None
    assert dated.value == stated


def test_a_bill_is_checked_on_the_spot_from_the_mark_that_was_found() -> None:
    [clearing] = policy.joint("settlement", "clearing")
    dated = clearing.leaves["assistance_check_above"].on(DAY)
    assert dated is not None
    assert dated.value == Money.yuan(str(FOUND["national"]["assistance_query_threshold_yuan"]))


DISEASES = {
    "hypertension": "hypertension",
    "diabetes": "diabetes",
    "cancer outpatient chemo/radiotherapy": "cancer_chemo_radiotherapy",
    "dialysis": "dialysis",
    "anti-rejection after transplant": "anti_rejection",
    "COPD": "copd",
    "rheumatoid arthritis": "rheumatoid_arthritis",
    "coronary heart disease": "coronary_heart_disease",
    "viral hepatitis": "viral_hepatitis",
    "ankylosing spondylitis": "ankylosing_spondylitis",
}
CHRONIC = "chronic_diseases_cross_province"


def test_ten_chronic_diseases_are_settled_across_provinces_and_known_in_every_region() -> None:
    first, more = (FOUND["national"][f"{CHRONIC}.{n}"] for n in ("first_five", "added_late_2024"))
    [joint] = policy.joint("medical", "cross_province_chronic")
    for words, day in ((first, date(2024, 12, 30)), (first + more, DAY)):
        listed = {name for name, leaf in joint.leaves.items() if leaf.on(day) is not None}
        assert listed == {f"disease.{DISEASES[word]}" for word in words}
    for region in FOUND["regions"]:
        for name in ("employee_chronic", "resident_chronic"):
            known = {
                leaf.split(".")[1] for leaf in scheme(region, name).leaves if "disease." in leaf
            }
            assert known == set(DISEASES.values())


IN_EVERY_REGION = {
    "reduction_points_max.referral_or_emergency": "cross_region.points.referral",
    "reduction_points_max.other": "cross_region.points.other_temporary",
    "medical_assistance.tekun_ratio": "assistance.category.destitute.ratio",
    "medical_assistance.dibao_ratio_min": "assistance.category.minimum_living.ratio",
    "medical_assistance.other_lower": "assistance.ratio",
    "medical_assistance.annual_cap": "assistance.cap",
}


@pytest.mark.parametrize("name", IN_EVERY_REGION)
@pytest.mark.parametrize("region", FOUND["regions"])
def test_national_figures_stand_in_every_region(region: str, name: str) -> None:
    for which in ("employee_inpatient", "resident_inpatient"):
        assert value(region, which, IN_EVERY_REGION[name]) == expected(FOUND["national"][name])


@pytest.mark.parametrize("region", FOUND["regions"])
def test_what_the_poor_get_more_and_the_least_ratio_are_the_national_ones(region: str) -> None:
    """`deductible halved, ratio +5 points, no cap`; nowhere less than `min_ratio`."""
    inpatient = scheme(region, "resident_inpatient").on(DAY)
    group = "big_illness.for_the_poor"
    assert inpatient.ratio(f"{group}.bonus").value == Fraction(5, 100)
    segments = inpatient.segments("big_illness.segments").value
    if segments[0].above:
        assert inpatient.ratio(f"{group}.threshold_share").value == Fraction(1, 2)
    if inpatient.has("big_illness.cap"):
        assert inpatient.cap(f"{group}.cap").value is None
    least = FOUND["national"]["big_illness_national.min_ratio"]
    assert min(segment.rate for segment in segments) >= least


@pytest.mark.parametrize("region", FOUND["regions"])
def test_class_a_pays_nothing_first_and_class_b_the_default(region: str) -> None:
    for item_class, name in (("a", "A"), ("b", "B_default")):
        stated = FOUND["national"][f"category_preself.{name}"]
        assert value(region, "catalogue", f"first_self_pay.class_{item_class}") == stated


def test_whatever_else_is_known_of_the_national_rules_is_left_out_for_a_reason() -> None:
    compared = {*CLEARING, *IN_EVERY_REGION, "category_preself.A", "category_preself.B_default"}
    compared |= {"big_illness_national.min_ratio", "big_illness_national.poor", *ADVANCES}
    compared |= {f"{CHRONIC}.first_five", f"{CHRONIC}.added_late_2024"}
    compared.add("assistance_query_threshold_yuan")
    assert compared | UNUSED_NATIONAL.keys() == FOUND["national"].keys()
    assert all(UNUSED_NATIONAL.values())
