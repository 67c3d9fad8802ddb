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
WORK_INJURY = "work_injury"
INSURANCE_KINDS = (EMPLOYEE, RESIDENT, WORK_INJURY)
"""职工基本医疗保险 (310), 城乡居民基本医疗保险 (390) and 工伤保险 (410)."""

INPATIENT, OUTPATIENT, EMERGENCY = "inpatient", "outpatient", "emergency"
CHRONIC, PHARMACY_PURCHASE = "chronic", "pharmacy"
MATERNITY_OUTPATIENT, MATERNITY_INPATIENT = "maternity_outpatient", "maternity_inpatient"
VISIT_KINDS = (
    INPATIENT,
    OUTPATIENT,
    EMERGENCY,
    CHRONIC,
    PHARMACY_PURCHASE,
    MATERNITY_OUTPATIENT,
    MATERNITY_INPATIENT,
)
"""住院 (med_type 21), 普通门诊 (11), 急诊 (13), 门诊慢特病 (14), 药店购药 (41), 生育门诊 (51)
and 生育住院 (52). What each is stands in `kinds`."""

CHRONIC_DISEASES = (
    "hypertension",
    "diabetes",
    "cancer_chemo_radiotherapy",
    "dialysis",
    "anti_rejection",
    "copd",
    "rheumatoid_arthritis",
    "coronary_heart_disease",
    "viral_hepatitis",
    "ankylosing_spondylitis",
)
"""Diseases an outpatient is registered for (门诊慢特病病种): 高血压, 糖尿病, 恶性肿瘤门诊放化疗,
尿毒症透析, 器官移植抗排异, 慢性阻塞性肺疾病, 类风湿关节炎, 冠心病, 病毒性肝炎, 强直性脊柱炎."""

NATURAL, ASSISTED, CAESAREAN = "natural", "assisted", "caesarean"
DELIVERIES = (NATURAL, ASSISTED, CAESAREAN)
"""How a child is born: 顺产, 助产 and 剖宫产."""

ACTIVE, RETIRED = "active", "retired"
CATEGORIES = (ACTIVE, RETIRED)

LONG_TERM, REFERRAL, OTHER_TEMPORARY = "long_term", "referral", "other_temporary"
FILING_KINDS = (LONG_TERM, REFERRAL, EMERGENCY, OTHER_TEMPORARY)
"""Kinds of filing (备案) for treatment away from home: 异地长期居住, 异地转诊, 急诊抢救,
其他临时外出."""

HOME = "home"
TREATMENTS = (HOME, *FILING_KINDS)
"""How a stay counts: at home, or away under one kind of filing."""

CIVIL_SERVANT, ASSISTANCE = "civil_servant", "assistance"
DESTITUTE, MINIMUM_LIVING, OTHER_LOW_INCOME = "destitute", "minimum_living", "other_low_income"
IN_NEED = (DESTITUTE, MINIMUM_LIVING, OTHER_LOW_INCOME, ASSISTANCE)
"""Who gets medical assistance (医疗救助对象), those who get most first: 特困人员, 低保对象,
低收入人口, and `assistance` where the category isn't told."""

ENTITLEMENTS = (CIVIL_SERVANT, *IN_NEED)
"""What a person may have besides basic insurance: 公务员医疗补助, 医疗救助."""

ITEM_CLASSES = ("A", "B", "C")
"""Catalogue classes (目录类别): 甲类 in full, 乙类 after a first self-pay, 丙类 outside."""

LAYERS = ("pool", "large_amount", "big_illness", "civil_servant", "assistance")
"""Who pays, in the default order: 统筹基金 (hifp), 职工大额 (hifob), 居民大病 (hifmi),
公务员补助 (cvlserv), 医疗救助 (maf)."""

PAYERS = (*LAYERS, WORK_INJURY)
"""And the fund of work injuries (工伤保险基金), which pays alone, in place of them all."""
