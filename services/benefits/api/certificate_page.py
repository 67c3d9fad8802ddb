"""A certificate as a page to print: both languages, a QR code, nothing loaded from elsewhere."""

import base64
import hashlib
from html import escape

import segno
from flask import Response

from services.benefits.domain.certificate import Certificate

_STYLE = (
    "body{font:16px/1.6 serif;margin:3em auto;max-width:42em;color:#111}"
    "h1{text-align:center;font-size:1.6em}h1 small{display:block;font-size:.6em;color:#444}"
    "table{width:100%;border-collapse:collapse}th,td{border:1px solid #999;padding:.4em .7em;"
    "text-align:left;vertical-align:top}th{width:40%;font-weight:normal}"
    "th small,td small{display:block;color:#555}footer{margin-top:2em;display:flex;gap:2em}"
    "footer svg{width:9em;height:9em}code{font-size:1.1em}.void{color:#a00;font-weight:bold}"
    "@media print{body{margin:0 auto}}"
)
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


def page(certificate: Certificate) -> Response:
    """The page; everything that came from outside is escaped."""
    made = Response(_html(certificate), mimetype="text/html")
    made.headers["Content-Security-Policy"] = _POLICY
    made.headers["Cache-Control"] = "no-store"
    return made


def _html(shown: Certificate) -> str:
    rows = [
        _row("姓名", "Name", shown.person_name or "—", ""),
        *(_row(e["zh"], e["en"], e["value_zh"], e["value_en"]) for e in shown.lines),
        _row("出具日期", "Issued on", shown.issued_on.isoformat(), ""),
    ]
    if shown.until_date is not None:
        rows.append(_row("有效期至", "Valid until", shown.until_date.isoformat(), ""))
    void = '<p class="void">已撤销 · Revoked</p>' if shown.status == "revoked" else ""
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{escape(shown.title_zh)}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{escape(shown.title_zh)}<small>{escape(shown.title_en)}</small></h1>{void}"
        f"<table>{''.join(rows)}</table>"
        f"<footer>{_qr(shown)}<p>证明编号 · Number <code>{escape(shown.number)}</code><br>"
        f"验证码 · Verification code <code>{escape(shown.code)}</code><br>"
        "由模拟器出具，仅供测试 · Made by a simulator, for tests only</p></footer></body></html>"
    )


def _row(zh: str, en: str, value_zh: str, value_en: str) -> str:
    english = f"<small>{escape(value_en)}</small>" if value_en and value_en != value_zh else ""
    return (
        f"<tr><th>{escape(zh)}<small>{escape(en)}</small></th>"
        f"<td>{escape(value_zh)}{english}</td></tr>"
    )


def _qr(shown: Certificate) -> str:
    """What a scanner reads: number and code, as they are verified."""
    code = segno.make(f"{shown.number}/{shown.code}", error="m", micro=False)
    return str(code.svg_inline(scale=4, omitsize=True))
