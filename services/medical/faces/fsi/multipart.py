"""A message with a file beside it: HTTP multipart, as clients upload files (文件上传).

The text part `jsonStr` is the whole message, the part `file` the file. Everything else is the
message itself, as it stands in the body.
"""

from flask import request
from werkzeug.exceptions import HTTPException

from services.medical.faces.fsi import refusals

MESSAGE_PART, FILE_PART = "jsonStr", "file"


def split(body: bytes) -> tuple[bytes, bytes | None]:
    """The message and the file beside it, of the request at hand; FsiRefused."""
    if request.mimetype != "multipart/form-data":
        return body, None
    request.max_form_memory_size = len(body)  # the length of the body was looked at before
    try:
        texts, files = request.form.getlist(MESSAGE_PART), request.files.getlist(FILE_PART)
        # Some clients send the message as a part with a name of a file.
        messages = [text.encode("utf-8", "replace") for text in texts]
        messages += [part.read() for part in request.files.getlist(MESSAGE_PART)]
    except HTTPException:
        raise refusals.message("multipart 报文无法解析") from None
    if len(messages) != 1:
        raise refusals.message(f"multipart 报文须有一个 {MESSAGE_PART}", MESSAGE_PART)
    if len(files) > 1:
        raise refusals.message(f"multipart 报文只能有一个 {FILE_PART}", FILE_PART)
    return messages[0], files[0].read() if files else None
