"""The words of the field, each once. Policy files, tables and the API use the same."""

LEVELS = ("primary", "level_1", "level_2", "level_3")
"""Hospital levels (医疗机构等级): community and township, then levels one to three."""

HOSPITAL, PHARMACY = "hospital", "pharmacy"
INSTITUTION_KINDS = (HOSPITAL, PHARMACY)
"""定点医疗机构 and 定点零售药店. A pharmacy has no level of its own; it stands as `primary`."""

ADMISSION, DISCHARGE, OUTPATIENT_DIAGNOSIS = "admission", "discharge", "outpatient"
DIAGNOSIS_KINDS = (ADMISSION, DISCHARGE, OUTPATIENT_DIAGNOSIS)
"""入院诊断, 出院诊断, 门诊诊断."""

EMPLOYEE, RESIDENT = "employee_basic_medical", "resident_basic_medical"
INSURANCE_KINDS = (EMPLOYEE, RESIDENT)
"""职工基本医疗保险 (310) and 城乡居民基本医疗保险 (390)."""

INPATIENT, OUTPATIENT = "inpatient", "outpatient"
VISIT_KINDS = (INPATIENT, OUTPATIENT)
"""住院 and 普通门诊: which rules a bill falls under."""

SCHEMES = {
    (EMPLOYEE, INPATIENT): "employee_inpatient",
    (RESIDENT, INPATIENT): "resident_inpatient",
    (EMPLOYEE, OUTPATIENT): "employee_outpatient",
    (RESIDENT, OUTPATIENT): "resident_outpatient",
}
"""The policy file that holds the rules of an insurance for a kind of visit."""

ACTIVE, RETIRED = "active", "retired"
CATEGORIES = (ACTIVE, RETIRED)

LONG_TERM, REFERRAL, EMERGENCY, OTHER_TEMPORARY = (
    "long_term",
    "referral",
    "emergency",
    "other_temporary",
)
FILING_KINDS = (LONG_TERM, REFERRAL, EMERGENCY, OTHER_TEMPORARY)
"""Kinds of filing (备案) for treatment away from home: 异地长期居住, 异地转诊, 急诊抢救,
其他临时外出."""

HOME = "home"
TREATMENTS = (HOME, *FILING_KINDS)
"""How a stay counts: at home, or away under one kind of filing."""

CIVIL_SERVANT, ASSISTANCE = "civil_servant", "assistance"
ENTITLEMENTS = (CIVIL_SERVANT, ASSISTANCE)
"""What a person may have besides basic insurance: 公务员医疗补助, 医疗救助."""

ITEM_CLASSES = ("A", "B", "C")
"""Catalogue classes (目录类别): 甲类 in full, 乙类 after a first self-pay, 丙类 outside."""

LAYERS = ("pool", "large_amount", "big_illness", "civil_servant", "assistance")
"""Who pays, in the default order: 统筹基金 (hifp), 职工大额 (hifob), 居民大病 (hifmi),
公务员补助 (cvlserv), 医疗救助 (maf)."""
