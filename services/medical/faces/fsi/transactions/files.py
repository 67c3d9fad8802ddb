"""9101 文件上传 and 9102 文件下载: files that an institution hands over and fetches."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from services.medical.domain.interface_file import PUBLIC, InterfaceFile
from services.medical.faces.fsi import refusals
from services.medical.faces.fsi.layout import TOP
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows.interface import files as flow
from sscsim import clock


@answers("9101")
def upload(call: Call) -> InterfaceFile:
    """Keep a file for the institution: the part beside the message, or the bytes inside it."""
    asked = call.input["fsUploadIn"]
    _check_owner(call, asked["fixmedins_code"], "fsUploadIn.fixmedins_code")
    content = _content(call, asked)
    call.answer_as(_told)
    return flow.upload(call.institution, asked["filename"], content)


def _content(call: Call, asked: Mapping[str, Any]) -> bytes:
    inside = asked.get("in")
    if call.attached is not None and inside is not None:
        raise refusals.message("文件只能放在 file 部分或节点fsUploadIn的字段in中", "fsUploadIn.in")
    if call.attached is not None:
        return call.attached
    if inside is None:
        raise refusals.message("节点fsUploadIn的字段in（文件数据）不能为空", "fsUploadIn.in")
    if isinstance(inside, bytes):
        return inside
    try:
        return base64.b64decode(inside, validate=True)
    except (binascii.Error, ValueError):
        raise refusals.message(
            "节点fsUploadIn的字段in（文件数据）不是字节数组或 Base64", "fsUploadIn.in"
        ) from None


def _check_owner(call: Call, said: str, where: str) -> None:
    if said != call.institution.institution_code:
        raise refusals.FsiRefused(refusals.BUSINESS, "医药机构编号不是本机构", where)


def _told(made: InterfaceFile) -> Mapping[str, Any]:
    shown = {
        "file_qury_no": made.id,
        "filename": made.filename,
        "fixmedins_code": made.institution_code,
        "dld_endtime": clock.shown(made.kept_until)[:19].replace("T", " "),
    }
    return {TOP: shown}


@answers("9102")
def download(call: Call) -> None:
    """The bytes of a file of the institution's own, or of one for all (`plc`).

    The answer is no JSON but the file; what is refused is told in JSON.
    """
    asked = call.input["fsDownloadIn"]
    if asked["fixmedins_code"] != PUBLIC:
        _check_owner(call, asked["fixmedins_code"], "fsDownloadIn.fixmedins_code")
    owner = asked["fixmedins_code"]
    found = flow.of_owner(owner, asked["file_qury_no"])
    if found.filename != asked["filename"]:
        raise refusals.FsiRefused(
            refusals.BUSINESS, "文件名与文件查询号不符", "fsDownloadIn.filename"
        )
    call.answer_with_file(found.id)
