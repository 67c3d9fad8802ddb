"""What the messages of ISO 20022 that we write must look like.

Our own subset, not the official schema: of each element that we use the children that may
follow each other, in the order of the version named; `!` is one that must be there, `*` one
that may stand often. Checked by hand against types generated from the schemas.
"""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from sscsim.kernel.money import Money

_INSTITUTION = {
    "FinInstnId": "Nm Othr!",
    "FinInstnId/Othr": "Id! SchmeNm",
    "FinInstnId/Othr/SchmeNm": "Prtry!",
}


def _institution(path: str) -> dict[str, str]:
    return {path: "FinInstnId!"} | {f"{path}/{under}": said for under, said in _INSTITUTION.items()}


_HEADER = {
    "GrpHdr": "MsgId! CreDtTm! NbOfTxs! CtrlSum! SttlmInf!",
    "GrpHdr/SttlmInf": "SttlmMtd!",
}
_STATEMENT = "Id! CreDtTm! FrToDt! Acct! Bal!* TxsSummry! Ntry*"
_ENTRY = "NtryRef! Amt! CdtDbtInd! Sts! BookgDt! AcctSvcrRef BkTxCd! NtryDtls"
_TOTAL = "NbOfNtries! Sum!"

SHAPES: dict[str, dict[str, str]] = {
    "pacs.009.001.08": {
        "": "FICdtTrf!",
        "FICdtTrf": "GrpHdr! CdtTrfTxInf!*",
        **{f"FICdtTrf/{path}": said for path, said in _HEADER.items()},
        "FICdtTrf/CdtTrfTxInf": "PmtId! IntrBkSttlmAmt! IntrBkSttlmDt! Dbtr! Cdtr! RmtInf",
        "FICdtTrf/CdtTrfTxInf/PmtId": "InstrId! EndToEndId! TxId!",
        "FICdtTrf/CdtTrfTxInf/RmtInf": "Ustrd!*",
        **_institution("FICdtTrf/CdtTrfTxInf/Dbtr"),
        **_institution("FICdtTrf/CdtTrfTxInf/Cdtr"),
    },
    "pacs.004.001.09": {
        "": "PmtRtr!",
        "PmtRtr": "GrpHdr! TxInf!*",
        **{f"PmtRtr/{path}": said for path, said in _HEADER.items()},
        "PmtRtr/TxInf": "RtrId! OrgnlGrpInf! OrgnlEndToEndId! OrgnlTxId! OrgnlIntrBkSttlmAmt! "
        "RtrdIntrBkSttlmAmt! IntrBkSttlmDt! InstgAgt! InstdAgt! RtrRsnInf!",
        "PmtRtr/TxInf/OrgnlGrpInf": "OrgnlMsgId! OrgnlMsgNmId!",
        "PmtRtr/TxInf/RtrRsnInf": "Rsn! AddtlInf",
        "PmtRtr/TxInf/RtrRsnInf/Rsn": "Cd!",
        **_institution("PmtRtr/TxInf/InstgAgt"),
        **_institution("PmtRtr/TxInf/InstdAgt"),
    },
    "camt.053.001.08": {
        "": "BkToCstmrStmt!",
        "BkToCstmrStmt": "GrpHdr! Stmt!",
        "BkToCstmrStmt/GrpHdr": "MsgId! CreDtTm!",
        "BkToCstmrStmt/Stmt": _STATEMENT,
        "BkToCstmrStmt/Stmt/FrToDt": "FrDtTm! ToDtTm!",
        "BkToCstmrStmt/Stmt/Acct": "Id! Ccy! Ownr!",
        "BkToCstmrStmt/Stmt/Acct/Id": "Othr!",
        "BkToCstmrStmt/Stmt/Acct/Id/Othr": "Id!",
        "BkToCstmrStmt/Stmt/Acct/Ownr": "Id!",
        "BkToCstmrStmt/Stmt/Acct/Ownr/Id": "OrgId!",
        "BkToCstmrStmt/Stmt/Acct/Ownr/Id/OrgId": "Othr!",
        "BkToCstmrStmt/Stmt/Acct/Ownr/Id/OrgId/Othr": "Id!",
        "BkToCstmrStmt/Stmt/Bal": "Tp! Amt! CdtDbtInd! Dt!",
        "BkToCstmrStmt/Stmt/Bal/Tp": "CdOrPrtry!",
        "BkToCstmrStmt/Stmt/Bal/Tp/CdOrPrtry": "Cd!",
        "BkToCstmrStmt/Stmt/Bal/Dt": "Dt!",
        "BkToCstmrStmt/Stmt/TxsSummry": "TtlNtries! TtlCdtNtries! TtlDbtNtries!",
        "BkToCstmrStmt/Stmt/TxsSummry/TtlNtries": f"{_TOTAL} TtlNetNtry!",
        "BkToCstmrStmt/Stmt/TxsSummry/TtlNtries/TtlNetNtry": "Amt! CdtDbtInd!",
        "BkToCstmrStmt/Stmt/TxsSummry/TtlCdtNtries": _TOTAL,
        "BkToCstmrStmt/Stmt/TxsSummry/TtlDbtNtries": _TOTAL,
        "BkToCstmrStmt/Stmt/Ntry": _ENTRY,
        "BkToCstmrStmt/Stmt/Ntry/Sts": "Cd!",
        "BkToCstmrStmt/Stmt/Ntry/BookgDt": "DtTm!",
        "BkToCstmrStmt/Stmt/Ntry/BkTxCd": "Prtry!",
        "BkToCstmrStmt/Stmt/Ntry/BkTxCd/Prtry": "Cd! Issr!",
        "BkToCstmrStmt/Stmt/Ntry/NtryDtls": "TxDtls!",
        "BkToCstmrStmt/Stmt/Ntry/NtryDtls/TxDtls": "Refs! Amt! RltdPties",
        "BkToCstmrStmt/Stmt/Ntry/NtryDtls/TxDtls/Refs": "AcctSvcrRef! EndToEndId!",
        "BkToCstmrStmt/Stmt/Ntry/NtryDtls/TxDtls/RltdPties": "Dbtr Cdtr",
        **{
            f"BkToCstmrStmt/Stmt/Ntry/NtryDtls/TxDtls/RltdPties/{side}": "Agt!"
            for side in ("Dbtr", "Cdtr")
        },
        **_institution("BkToCstmrStmt/Stmt/Ntry/NtryDtls/TxDtls/RltdPties/Dbtr/Agt"),
        **_institution("BkToCstmrStmt/Stmt/Ntry/NtryDtls/TxDtls/RltdPties/Cdtr/Agt"),
    },
}
_AMOUNT = re.compile(r"[0-9]{1,13}\.[0-9]{2}")
_LONGEST = {"Nm": 140, "Ustrd": 140, "AddtlInf": 105}


def faults(content: bytes) -> list[str]:
    """What is wrong with a message that we wrote, as far as a shape can say it."""
    document = ElementTree.fromstring(content)  # ours
    namespace, _, name = document.tag.removeprefix("{").partition("}")
    message = namespace.removeprefix("urn:iso:std:iso:20022:tech:xsd:")
    if name != "Document" or message not in SHAPES:
        return [f"no such message: {document.tag}"]
    return [*_shape(document, "", SHAPES[message], namespace), *_sums(content)]


def _shape(
    node: ElementTree.Element, path: str, shapes: dict[str, str], namespace: str
) -> Iterator[str]:
    names = [child.tag.removeprefix(f"{{{namespace}}}") for child in node]
    if path not in shapes:
        yield from (f"{path}: unknown {name}" for name in names)
        yield from _text(node, path)
        return
    rest = list(names)
    for word in shapes[path].split():
        name = word.rstrip("*!")
        found = 0
        while rest and rest[0] == name:
            rest.pop(0)
            found += 1
        if found == 0 and "!" in word:
            yield f"{path}: {name} is missing"
        if found > 1 and "*" not in word:
            yield f"{path}: {name} stands {found} times"
    yield from (f"{path}: {name} is unknown or out of order" for name in rest)
    for child, name in zip(node, names, strict=True):
        yield from _shape(child, f"{path}/{name}".lstrip("/"), shapes, namespace)


def _text(node: ElementTree.Element, path: str) -> Iterator[str]:
    name, said = path.rpartition("/")[2], node.text or ""
    if not 1 <= len(said) <= _LONGEST.get(name, 35):
        yield f"{path}: {len(said)} characters"
    if name in ("Amt", "IntrBkSttlmAmt", "CtrlSum", "Sum") and not _AMOUNT.fullmatch(said):
        yield f"{path}: {said} has not two decimals"
    if name.endswith("SttlmAmt") and node.get("Ccy") != "CNY":
        yield f"{path}: not in CNY"


def _sums(content: bytes) -> Iterator[str]:
    """Count and sum of the header, or of the summary, are those of what follows."""
    for count_in, sum_in, each, amount in (
        ("GrpHdr/NbOfTxs", "GrpHdr/CtrlSum", "CdtTrfTxInf", "IntrBkSttlmAmt"),
        ("GrpHdr/NbOfTxs", "GrpHdr/CtrlSum", "TxInf", "RtrdIntrBkSttlmAmt"),
        ("TxsSummry/TtlNtries/NbOfNtries", "TxsSummry/TtlNtries/Sum", "Ntry", "Amt"),
    ):
        found = texts(content, f"{each}/{amount}")
        if not found:
            continue
        if texts(content, count_in) != [str(len(found))]:
            yield f"{count_in} is not {len(found)}"
        total = sum(Money.yuan(one).fen for one in found)
        if [Money.yuan(one).fen for one in texts(content, sum_in)] != [total]:
            yield f"{sum_in} is not the sum"


def texts(content: bytes, path: str) -> list[str]:
    """The texts of all elements that end a path of names, in their order."""
    document = ElementTree.fromstring(content)  # ours
    found = document.findall(".//{*}" + "/{*}".join(path.split("/")))
    return [each.text or "" for each in found]
