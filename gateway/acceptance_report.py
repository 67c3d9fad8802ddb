"""An acceptance report in its three forms: data, JUnit for a pipeline, and a page to print.

The digest is SHA-256 over the report's own JSON without it, so that whoever holds the page and
the JSON can tell that they belong together.
"""

import hashlib
import html
from typing import Any
from xml.etree import ElementTree

from flask import Response

from sscsim.db import canonical

PASSED = "passed"
_POLICY = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_SUITE = "hospital-interface.acceptance"


def with_digest(report: dict[str, Any]) -> dict[str, Any]:
    """The report with the digest of all else in it."""
    return {**report, "digest": hashlib.sha256(canonical(report).encode()).hexdigest()}


def junit(report: dict[str, Any]) -> Response:
    """JUnit XML: an item a test case; what is missing is a failure that says what to send."""
    missing = [one for one in report["items"] if one["status"] != PASSED]
    suite = ElementTree.Element(
        "testsuite",
        name=_SUITE,
        tests=str(len(report["items"])),
        failures=str(len(missing)),
        errors="0",
        skipped="0",
    )
    properties = ElementTree.SubElement(suite, "properties")
    for name in ("seed", "generation", "version", "sandbox_time", "messages", "digest"):
        ElementTree.SubElement(properties, "property", name=name, value=str(report[name]))
    for item in report["items"]:
        case = ElementTree.SubElement(suite, "testcase", classname=_SUITE, name=item["key"])
        if item["status"] != PASSED:
            failure = ElementTree.SubElement(case, "failure", message=item["needs"])
            failure.text = item["title"]
        elif item["evidence"]:
            told = ElementTree.SubElement(case, "system-out")
            told.text = "\n".join(f"{one['infno']} {one['msgid']}" for one in item["evidence"])
    suites = ElementTree.Element("testsuites")
    suites.append(suite)
    text = ElementTree.tostring(suites, encoding="unicode", xml_declaration=False)
    made = Response(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n', mimetype="application/xml")
    made.headers["Cache-Control"] = "no-store"
    return made


def page(report: dict[str, Any]) -> Response:
    """Plain HTML that prints on a page or two; everything from outside escaped."""
    is_chinese = report["language"] == "zh-CN"
    words = _ZH if is_chinese else _EN
    rows = "".join(_row(item, words) for item in report["items"])
    facts = "".join(
        f"<dt>{_e(words[name])}</dt><dd><code>{_e(report[name])}</code></dd>" for name in _FACTS
    )
    passed = sum(item["status"] == PASSED for item in report["items"])
    total = len(report["items"])
    text = (
        f'<!doctype html><html lang="{"zh" if is_chinese else "en"}"><head><meta charset="utf-8">'
        f"<title>{_e(words['title'])}</title>"
        '<link rel="stylesheet" href="/assets/pages.css"></head><body class="wide">'
        f"<h1>{_e(words['title'])}</h1><p><strong{'' if passed == total else ' class=bad'}>"
        f"{passed} / {total}</strong> {_e(words['ticked'])}</p>"
        f"<table><tr><th></th><th>{_e(words['item'])}</th><th>{_e(words['proof'])}</th></tr>{rows}"
        f"</table><dl>{facts}</dl><p>{_e(words['note'])}</p></body></html>"
    )
    made = Response(text, mimetype="text/html")
    made.headers["Content-Security-Policy"] = _POLICY
    made.headers["Cache-Control"] = "no-store"
    return made


def _row(item: dict[str, Any], words: dict[str, str]) -> str:
    if item["status"] == PASSED:
        proof = "<br>".join(
            f"<code>{_e(one['infno'])} {_e(one['msgid'])}</code>" for one in item["evidence"]
        )
        return f"<tr><td>✓</td><td>{_e(item['title'])}</td><td>{proof}</td></tr>"
    needs = f"{words['needs']}: {item['needs']}"
    return f'<tr><td class="bad">✗</td><td>{_e(item["title"])}</td><td>{_e(needs)}</td></tr>'


_FACTS = ("seed", "sandbox_id", "generation", "version", "sandbox_time", "messages", "digest")
_EN = {
    "title": "Acceptance of a hospital system",
    "ticked": "ticked off",
    "item": "Item",
    "proof": "Proof: number and message id",
    "needs": "still to be sent",
    "seed": "Seed",
    "sandbox_id": "Sandbox",
    "generation": "Life of the sandbox",
    "version": "Version of the simulator",
    "sandbox_time": "Sandbox time",
    "messages": "Messages looked at",
    "digest": "SHA-256 of this report",
    "note": "The list of items is ours and assumed: no authority's list was found. A simulator's "
    "report is no acceptance by an authority.",
}
_ZH = {
    "title": "医院信息系统接口验收",
    "ticked": "项已完成",
    "item": "验收项",
    "proof": "依据：交易编号与报文 ID",
    "needs": "尚需发送",
    "seed": "种子",
    "sandbox_id": "沙盒",
    "generation": "沙盒代次",
    "version": "模拟器版本",
    "sandbox_time": "沙盒时间",
    "messages": "检查的报文数",
    "digest": "本报告的 SHA-256",
    "note": "验收项由本项目拟定（假定），未找到任何主管部门的清单。"
    "模拟器的报告不是主管部门的验收结论。",
}


def _e(text: Any) -> str:
    return html.escape(str(text))
