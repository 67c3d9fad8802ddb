"""The policy loader: what a file may say, and how each fault is named."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from sscsim import policy
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.policy import units
from sscsim.policy.units import reader

PACK = """\
title: Inpatient, invented
region: "990100"
scheme: catalogue
version: "7"
last_checked: 2026-01-01
first_self_pay:
  description: What is paid first
  unit: percent
  class_a:
    values:
      2024-01-01: {value: "0", source: us}
  class_b:
    values:
      2024-01-01: {value: "10", source: us}
      2025-01-01: {value: "12.5", source: us}
      2026-01-01: {value: null, source: us}
sources:
  us: {title: Our own figures, status: official, url: "https://example.org/1"}
"""


def load(text: str, region: str = "990100") -> policy.Pack:
    return policy.load_pack("medical", region, text)


def figures(day: date) -> policy.Figures:
    return load(PACK).schemes["catalogue"].on(day)


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2024, 1, 1), Fraction(1, 10)),
        (date(2024, 12, 31), Fraction(1, 10)),
        (date(2025, 1, 1), Fraction(1, 8)),
        (date(2025, 12, 31), Fraction(1, 8)),
    ],
)
def test_a_figure_holds_from_its_day_on(day: date, value: Fraction) -> None:
    assert figures(day).ratio("first_self_pay.class_b").value == value


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2026, 1, 1)])
def test_before_and_after_it_is_missing_and_nothing_is_borrowed(day: date) -> None:
    with pytest.raises(policy.FigureMissing) as missing:
        figures(day).ratio("first_self_pay.class_b")
    assert missing.value.params == {
        "pack": "medical/990100/catalogue",
        "leaf": "first_self_pay.class_b",
        "day": day.isoformat(),
    }
    assert not figures(day).has("first_self_pay.class_b")


def test_a_value_remembers_its_source() -> None:
    basis = figures(date(2025, 6, 1)).ratio("first_self_pay.class_b").basis
    assert (basis.pack, basis.leaf) == ("medical/990100/catalogue", "first_self_pay.class_b")
    assert (basis.version, basis.origin, basis.since) == ("7", "world", "2025-01-01")
    assert (basis.source.status, basis.source.url) == ("official", "https://example.org/1")


def test_a_figure_is_asked_for_in_its_unit() -> None:
    with pytest.raises(TypeError, match="percent"):
        figures(date(2025, 6, 1)).money("first_self_pay.class_b")


FAULTS = {
    "unknown key": ("first_self_pay:", "first_self_pey:", "first_self_pey", "unknown key"),
    "unknown figure": ("  class_a:", "  class_d:", "first_self_pay.class_d", "unknown key"),
    "unknown key of a figure": (
        '      2024-01-01: {value: "0", source: us}',
        '      2024-01-01: {value: "0", source: us}\n    vales: {}',
        "first_self_pay.class_a",
        "unknown key 'vales'",
    ),
    "unknown key of a value": ('{value: "0", source: us}', '{value: "0", source: us, s: x}',
                               "first_self_pay.class_a.values.2024-01-01", "unknown key 's'"),
    "duplicate key": ('version: "7"', 'version: "7"\nversion: "8"', "", "stands twice"),
    "duplicate date": ('      2025-01-01:', '      2024-01-01:', "", "stands twice"),
    "unordered dates": ('      2025-01-01:', '      2023-01-01:',
                        "first_self_pay.class_b.values.2023-01-01", "dates must rise"),
    "missing source": ('{value: "0", source: us}', '{value: "0"}',
                       "first_self_pay.class_a.values.2024-01-01", "no such source"),
    "source not listed": ('{value: "0", source: us}', '{value: "0", source: them}',
                          "first_self_pay.class_a.values.2024-01-01", "no such source: 'them'"),
    "no sources": ("sources:\n", "note: x\nsource:\n", "sources", "no source is named"),
    "status": ("status: official", "status: sure", "sources.us", "status is one of"),
    "unknown region": ('region: "990100"', 'region: "123456"', "region", "unknown region"),
    "other region": ('region: "990100"', 'region: "510100"', "region", "is 510100, not 990100"),
    "unquoted region": ('region: "990100"', "region: 990100", "", "990100 must be quoted"),
    "float": ('{value: "10", source: us}', "{value: 10.5, source: us}", "", "10.5 must be quoted"),
    "integer": ('{value: "10", source: us}', "{value: 10, source: us}", "", "must be quoted"),
    "wrong unit": ("unit: percent", "unit: yuan", "first_self_pay.class_a.unit", "must be percent"),
    "above the unit": ('value: "10"', 'value: "101"',
                       "first_self_pay.class_b.values.2024-01-01", "may not be above 100"),
    "negative": ('value: "10"', 'value: "-1"',
                 "first_self_pay.class_b.values.2024-01-01", "needs a quoted decimal"),
    "missing figure": ('  class_a:\n    values:\n      2024-01-01: {value: "0", source: us}\n', "",
                       "first_self_pay.class_a", "the figure is missing"),
    "no date": ("      2024-01-01: {value: \"0\"", "      soon: {value: \"0\"",
                "first_self_pay.class_a.values.soon", "needs a date"),
    "false date": ("2025-01-01", "2025-02-30", "", "2025-02-30 is not a date"),
    "never checked": ("last_checked: 2026-01-01\n", "",
                      "first_self_pay.class_a.last_checked", "needs a date"),
    "unknown scheme": ("scheme: catalogue", "scheme: dental", "scheme", "unknown scheme"),
    "alias": ("  us: {title: Our own figures", "  them: &x {}\n  us: {title: *x", "", "aliases"),
    "no YAML": ("title: ", "title: [", "line", ""),
    "python tag": ("title: Inpatient", "title: !!python/name:os.system ", "line", ""),
    "empty": (PACK, "", "", "no policy"),
    "no mapping": (PACK, "- 1", "", ""),
    "version": ('version: "7"', "version: null", "version", "needs a text"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_file_key_and_reason(fault: str) -> None:
    old, new, key, reason = FAULTS[fault]
    assert old in PACK
    with pytest.raises(policy.PolicyError) as refused:
        load(PACK.replace(old, new, 1))
    assert refused.value.file.startswith("pack")
    assert refused.value.key.startswith(key)
    assert reason in refused.value.reason
    assert refused.value.file in str(refused.value)
    assert refused.value.reason in str(refused.value)


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(policy.PolicyError):
        load("a: " + "[" * 5000 + "]" * 5000)


_KINDS = ("inpatient", "outpatient", "chronic", "pharmacy", "maternity")


def test_a_pack_holds_several_schemes_each_once() -> None:
    text = policy.builtin_text("medical", "990100")
    assert text is not None
    assert set(load(text).schemes) == {
        "catalogue",
        "filing",
        "personal_account",
        *(f"employee_{kind}" for kind in _KINDS),
        *(f"resident_{kind}" for kind in _KINDS),
        "work_injury",
    }
    with pytest.raises(policy.PolicyError, match="stands twice"):
        load(PACK + "---\n" + PACK)


def test_a_pack_replaces_a_scheme_as_a_whole_and_leaves_the_others() -> None:
    own = policy.scheme("medical", "990100", "catalogue", PACK)
    assert (own.origin, own.version) == ("world", "7")
    other = policy.scheme("medical", "990100", "employee_inpatient", PACK)
    assert other.origin == "builtin"


def test_a_pack_may_be_for_a_region_we_have_no_figures_of() -> None:
    guangzhou = PACK.replace('"990100"', '"440100"')
    found = policy.scheme("medical", "440100", "catalogue", guangzhou)
    assert found.regions == ("440100",)
    invented = PACK.replace('"990100"', '"990200"')
    assert load(invented, "990200").region == "990200"


@pytest.mark.parametrize("region", ["440300", "joint", "../card", "99010"])
def test_no_figures_is_an_error_that_says_so(region: str) -> None:
    with pytest.raises(policy.PolicyMissing):
        policy.scheme("medical", region, "catalogue")


def test_the_same_text_is_read_once() -> None:
    assert load(PACK) is load(PACK)


def test_every_built_in_file_loads() -> None:
    for file in sorted(policy.SERVICES.glob("*/policy/*/*.yaml")):
        service, _, region, _ = file.relative_to(policy.SERVICES).parts
        if region == "templates":
            continue  # no region's figures; tests/unit/medical/test_invented_pack.py loads them
        names = {scheme.title for scheme in policy.builtin(service, region)}
        assert names, file


def test_joint_rules_name_their_regions() -> None:
    [rule] = policy.joint("medical", "filing_exemption")
    assert rule.regions == ("510000", "500000")
    treated = rule.on(date(2026, 4, 1)).word("treated_as")
    assert (treated.value, treated.basis.source.status) == ("long_term", "assumed")


def test_units_read_their_figures() -> None:
    figures = policy.scheme("medical", "990100", "resident_inpatient").on(date(2026, 4, 1))
    assert figures.money("deductible.level_3").value == Money.yuan("500.00")
    assert figures.cap("pool.cap").value == Money.yuan("50000.00")
    assert figures.ratios("repeat_admission.multipliers").value == (Fraction(1),)
    assert figures.month_day("insurance_year.starts_on").value == (7, 1)
    assert figures.flag("big_illness.counts_preself").value is True
    assert figures.words("layers").value == ("pool", "big_illness", "assistance")
    assert [segment.rate for segment in figures.segments("big_illness.segments").value] == [
        Fraction(3, 5), Fraction(7, 10), Fraction(4, 5),
    ]  # fmt: skip
    assert figures.under("ratio") == ["primary", "level_1", "level_2", "level_3"]
    chengdu = policy.scheme("medical", "510100", "employee_inpatient").on(date(2026, 4, 1))
    assert chengdu.cap("large_amount.cap").value is None


@pytest.mark.parametrize(
    ("unit", "value", "reason"),
    [
        ("yuan", "1.005", "not an amount"),
        ("yuan", "-1.00", "may not be negative"),
        ("yuan", "unlimited", "not an amount"),
        ("percents", [], "needs a list"),
        ("count", "1.5", "whole number"),
        ("flag", "yes", "true or false"),
        ("month_day", "02-29", "day of the year"),
        ("month_day", "7-1", "day of the year"),
        ("segments", [{"above": "1.00"}], "exactly the keys"),
        ("segments", [{"above": "2", "percent": "1"}, {"above": "2", "percent": "1"}], "rise"),
        ("ladder", [], "needs a list"),
        ("ladder", [{"from": "1"}], "exactly the keys"),
        ("ladder", [{"from": "2", "gives": "1"}, {"from": "2", "gives": "3"}], "rise"),
        ("ladder", [{"from": "1", "gives": "0.5"}], "whole number"),
        ("word(a|b)", "c", "needs one of a, b"),
        ("words(a|b)", ["a", "a"], "different words"),
        ("multiplier", "10.1", "may not be above 10"),
    ],
)
def test_a_value_out_of_its_unit_is_refused(unit: str, value: object, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        units.reader(unit)(value)


def test_an_unknown_unit_in_a_declaration_is_a_bug() -> None:
    with pytest.raises(KeyError):
        units.reader("furlong")


def test_declared_schemes_exist_for_every_service_with_policy() -> None:
    for folder in sorted(Path(policy.SERVICES).glob("*/policy")):
        assert policy.shapes(folder.parent.name)


@pytest.mark.parametrize(
    ("unit", "value", "reason"),
    [
        ("year_month", "1995-13", "not a month"),
        ("year_month", 199512, "quoted month"),
        ("bands", [], "1 to 20"),
        ("bands", [{"least": "1.00"}], "exactly the keys"),
        ("bands", [{"least": "2.00", "gives": "1.00"}, {"least": "2.00", "gives": "3.00"}], "rise"),
    ],
)
def test_months_and_bands_say_what_is_wrong(unit: str, value: object, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        reader(unit)(value)


def test_months_and_bands_are_read() -> None:
    day = date(2026, 4, 1)
    figures = policy.scheme("benefits", "990100", "employee_pension").on(day)
    assert figures.month("transitional.until").value == Month(1995, 12)
    tiers = policy.scheme("benefits", "990100", "resident_pension").on(day).bands("tiers").value
    assert tiers[0] == policy.Band(Money.yuan("200.00"), Money.yuan("30.00"))
