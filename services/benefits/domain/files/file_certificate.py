"""Certificates from the file, and the political review (依据档案出具证明, HRSS-077)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from services.benefits.domain import decision
from services.benefits.domain.certificate import Printed, line
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.files import personnel_file as files
from services.benefits.domain.files.consultation import NOT_HERE, NOT_SHELVED
from services.benefits.domain.files.personnel_file import PersonnelFile
from sscsim.kernel.periods import Month

SAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "archive": (),
    "experience": ("appointment", "resume"),
    "family": ("resume", "autobiography"),
    "political_review": ("political_review",),
}
"""What a certificate rests on: documents of one of these categories; none for that it is kept."""

_TITLES: Final = {
    "archive": ("存档证明", "Certificate that the file is kept here"),
    "experience": ("经历证明", "Certificate of experience from the file"),
    "family": ("亲属关系证明", "Certificate of kinship from the file"),
    "political_review": ("政审证明", "Political review from the file"),
}

NOT_IN_FILE = decision.reason(
    "file_does_not_say",
    "档案中没有能够证明该事项的材料（{categories}）",
    "The file holds nothing that says so (it would be in {categories})",
    "依据档案记载出具证明",
)
REVIEW_LETTER_WANTED = decision.reason(
    "review_letter_wanted",
    "政审须提交使用单位的介绍信",
    "A political review is made on a letter of the unit",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rule looks at; valid_months: of what is printed."""

    file: PersonnelFile | None
    valid_months: int


def decide(case: Case, facts: Facts) -> Decision:
    """Issued when the file is on a shelf here and says so."""
    file, wanted = facts.file, case.inputs["certificate"]
    if file is None or file.region_code != case.competent_region:
        return decision.reject(NOT_HERE.with_(region=case.competent_region))
    if file.status != files.SHELVED:
        return decision.reject(NOT_SHELVED.with_(file_id=file.id, status=file.status))
    categories = SAYS[wanted]
    found = file.having(*categories)
    if categories and not found:
        return decision.reject(NOT_IN_FILE.with_(categories=", ".join(categories)))
    if wanted == "political_review" and "unit_letter" not in case.inputs:
        return decision.ask_supplement("unit_letter", why=(REVIEW_LETTER_WANTED,))
    until = (Month.of(case.today) + facts.valid_months).day(case.today.day)
    return decision.approve(file_id=file.id, agency=file.agency, found=found, until=until)


def printed(case: Case, terms: Mapping[str, Any]) -> Printed:
    """The page: whose file, where it lies, and the documents that say so."""
    asked = case.inputs
    zh, en = _TITLES[asked["certificate"]]
    lines = [
        line("姓名", "Name", case.person.name),
        line("存档机构", "Agency that keeps the file", terms["agency"]),
        line("使用单位", "Addressee", asked["addressee"]),
        line("用途", "Purpose", asked["purpose"]),
    ]
    for each in terms["found"]:
        says = f"{each['title']}（{each['made_on_date']}）"
        lines.append(line("档案记载", "The file says", says))
    return Printed(zh, en, tuple(lines), terms["until"])
