"""The door: every path of the message interface, and the order in which a message is looked at.

Whose it is (the gateway found the world), what it is, how its institution speaks, whether it is
signed, whether it is in order, what answers it. A refusal is an answer with HTTP status 200, as
the interface has it; only what the gateway in front of the real platform would refuse (signatures,
methods) has another status and another form.
"""

import base64
import json
import logging
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Blueprint, Response, current_app, request

from services.medical.faces.fsi import (
    addresses,
    catalogue,
    envelope,
    multipart,
    profiles,
    refusals,
    serving,
    shapes,
    signatures,
)
from services.medical.faces.fsi.envelope import Known, Message
from services.medical.faces.fsi.layout import SENT
from services.medical.faces.fsi.profiles import Profile
from services.medical.faces.fsi.refusals import FsiRefused
from services.medical.faces.fsi.signatures import Presented, Verdict
from services.medical.faces.fsi.transactions import Call, all_answers
from services.medical.flows import institutions, interface_settings, sign_ins
from services.medical.flows.interface import files
from services.medical.flows.interface_settings import Settings
from sscsim import peers, scopes, world
from sscsim.control import message_access
from sscsim.db.store import wrote
from sscsim.kernel.problems import Problem
from sscsim.web.app import TOLD_HEADER

log = logging.getLogger("ssc.fsi")
fsi = Blueprint("hospital_messages", __name__)
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_JSON = "application/json;charset=UTF-8"
_FILE = "application/octet-stream"
_ROLES = ("hospital", "pharmacy")
"""Who may send: the institutions that the interface is made for."""


class GatewayFault(Exception):
    """What the gateway in front of the platform refuses: `{"code": …, "message": …}`."""

    def __init__(self, code: int, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.status = code, message, status or code


@dataclass(slots=True)
class Seen:
    """What is known of a message so far, for its answer and for the request log."""

    profile: Profile = field(default_factory=lambda: profiles.builtin()[profiles.DEFAULT])
    about: Known = field(default_factory=Known)
    told: dict[str, Any] = field(default_factory=dict)


@fsi.route("/CSB", methods=_METHODS, provide_automatic_options=False)
@fsi.route("/CSB/<path:address>", methods=_METHODS, provide_automatic_options=False)
@fsi.route("/fsi/", methods=_METHODS, provide_automatic_options=False)
@fsi.route("/fsi/<path:address>", methods=_METHODS, provide_automatic_options=False)
def hospital_message(address: str = "") -> Response:
    """Answer a numbered message (infno) of a hospital system."""
    seen = Seen()
    text: str | bytes
    kind = _JSON
    try:
        text, status = _answered(seen), 200
        kind = _JSON if isinstance(text, str) else _FILE
    except GatewayFault as fault:
        text, status = envelope.fault(fault.code, refusals.clean_text(fault.message)), fault.status
        seen.told["refused"] = fault.message
    except FsiRefused as refusal:
        text, status = _refused(seen, refusal), 200
    except Problem as problem:
        seen.told["code"] = problem.code
        text, status = _refused(seen, serving.told(problem)), 200
    except peers.PeerError as error:
        text, status = _refused(seen, refusals.told_by_peer(error)), 200
    except Exception:
        log.exception("a message failed", extra={"infno": seen.about.infno})
        effect = "处理结果未知" if wrote.get() else "未作任何处理"
        text, status = envelope.fault(500, f"模拟器内部出错，{effect}"), 500
    made = Response(text, status, content_type=kind)
    made.headers["Cache-Control"] = "no-store"
    made.headers[TOLD_HEADER] = _for_the_log(seen.told)
    return made


def _refused(seen: Seen, refusal: FsiRefused) -> str:
    seen.told["refused"] = refusal.text
    return envelope.refused(seen.profile, refusal, world.now())


def _for_the_log(told: dict[str, Any]) -> str:
    return base64.b64encode(
        json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
    ).decode()


# ---- in the order in which it is looked at


def _answered(seen: Seen) -> str | bytes:
    """The text of the answer, or the bytes of the file that is asked for."""
    if request.method != "POST":
        raise GatewayFault(405, f"不支持 {request.method}，请使用 POST")
    body = request.get_data(cache=True)
    sent = signatures.presented({name.lower(): value for name, value in request.headers}, body)
    try:
        text, attached = multipart.split(body)
        found = envelope.parsed(text)
    except FsiRefused:
        # Who isn't known is told that, and nothing of what they sent.
        _check_signature(sent, {}, interface_settings.get()[0], seen)
        raise
    seen.about = envelope.known(found, addresses.number_at(request.path))
    settings = _choose_profile(seen)
    _check_signature(sent, found, settings, seen)
    _find_transaction(seen)
    message = envelope.read(found, seen.about, seen.profile, attached)
    # What other services say of a refusal is said in the language of this interface.
    with world.entered(replace(_as_caller(message), language="zh-CN")):
        world.require_role(*_ROLES)
        call = _understood(message, seen)
        answer, is_replay = serving.serve(current_app.extensions["ssc_store"], message, call)
        file = answer.headers.get(serving.FILE)
        told = answer.body if file is None else files.bytes_of(file)
    if is_replay:
        seen.told["replayed"] = True
    return told


def _choose_profile(seen: Seen) -> Settings:
    """How this institution speaks, as its world says; the world's settings."""
    about = seen.about
    settings, name, own = interface_settings.in_force(about.fixmedins_code)
    seen.profile = profiles.private(own) if own is not None else profiles.builtin()[name]
    seen.told |= {
        "infno": about.infno,
        "msgid": about.msgid,
        "fixmedins_code": about.fixmedins_code,
        "profile": name,
        "address_names": addresses.number_at(request.path),
    }
    return settings


def _check_signature(
    sent: Presented | None, found: dict[str, Any], settings: Settings, seen: Seen
) -> None:
    """Look at the signature as the world wants it; GatewayFault where that is strict."""
    if settings.signatures == "off":
        return
    verdicts = _verdicts(sent, found, seen.profile)
    seen.told["signature"] = [verdict.shown() for verdict in verdicts]
    if settings.signatures != "strict":
        return
    schemes, status = seen.profile.schemes, seen.profile.fault_status
    for verdict in verdicts:
        if not verdict.is_good:
            raise GatewayFault(401, verdict.says, status)
    if not any(verdict.scheme in schemes for verdict in verdicts):
        raise GatewayFault(401, f"签名方案不符，应为 {', '.join(schemes)}", status)


def _verdicts(sent: Presented | None, found: dict[str, Any], profile: Profile) -> list[Verdict]:
    """Of the headers, where there are any or the profile wants some; and of the message."""
    at, made = world.current(), []
    cainfo = str(found.get("cainfo") or "").strip()
    signed_inside = cainfo not in ("", "1", "null", "NULL") or profile.schemes == ("body",)
    if sent is not None or not signed_inside:
        secret = None
        if sent is not None and sent.access_key:
            access = message_access.find(sent.scheme, sent.access_key, at.sandbox)
            secret = None if access is None else access.secret
        made.append(signatures.judged(sent, secret, profile.timestamp_window_s, at.now))
    if signed_inside:
        code = str(found.get("fixmedins_code") or "")[:100]
        access = message_access.find("body", code, at.sandbox)
        made.append(signatures.judged_body(found, None if access is None else access.secret))
    return made


def _find_transaction(seen: Seen) -> None:
    """Refuse a number that nobody knows, and one that isn't simulated, each in its own words."""
    infno = seen.about.infno
    if not infno:
        raise refusals.message("缺少必填项 infno", "infno")
    transaction = catalogue.find(infno)
    if transaction is None:
        raise refusals.unknown_number(infno, world.current().request_id)
    if transaction.depth == SENT:
        raise refusals.message(f"{infno} {transaction.zh}由平台发往机构，不由机构发送", "infno")
    if infno not in all_answers():
        raise refusals.not_simulated(infno, transaction.zh)


def _as_caller(message: Message) -> world.World:
    """The party; a call that names its world only is the institution's that sends it."""
    at = world.current()
    if at.party_id != message_access.ANYBODY:
        return at
    role = "pharmacy" if message.fixmedins_code.startswith("P") else "hospital"
    return replace(at, role=role, scopes=scopes.of_role(role))


def _understood(message: Message, seen: Seen) -> Call:
    transaction = catalogue.find(message.infno)
    assert transaction is not None
    given = shapes.read_input(transaction, seen.profile, message.input)
    institution = institutions.with_code(message.fixmedins_code)
    if institution is None:
        raise refusals.FsiRefused(
            refusals.BUSINESS,
            f"医药机构编号 {message.fixmedins_code} 未登记，可用 POST /v1/institutions 登记",
            "fixmedins_code",
        )
    world.require_region(institution.region_code)
    if message.sign_no and seen.profile.sign_no == "checked" and message.infno != "9001":
        sign_ins.check(institution.institution_code, message.sign_no)
    return Call(
        transaction=transaction,
        profile=seen.profile,
        institution=institution,
        msgid=message.msgid,
        care_region=message.mdtrtarea_admvs or None,
        home_region=message.insuplc_admdvs or None,
        input=given,
        attached=message.attached,
    )
