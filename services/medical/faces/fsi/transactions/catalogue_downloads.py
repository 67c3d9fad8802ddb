"""1301 to 1327 目录下载: a file of what changed since a version, to be fetched by 9102."""

from collections.abc import Mapping
from typing import Any

from services.medical.domain.catalogue_version import day_of
from services.medical.domain.interface_file import InterfaceFile
from services.medical.faces.fsi import catalogue_files as form
from services.medical.faces.fsi import refusals
from services.medical.faces.fsi.catalogue_rows import Texts, rows
from services.medical.faces.fsi.layout import TOP
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows.interface import files
from sscsim import world

NUMBERS = (
    *("1301", "1302", "1303", "1305", "1306", "1306A", "1307", "1308", "1309", "1310", "1311"),
    *("1313", "1314", "1315", "1320", "1321", "1322", "1323", "1324", "1325", "1326", "1327"),
)


@answers(*NUMBERS)
def download(call: Call) -> InterfaceFile:
    """What changed after the day of the version that the client has, until today.

    The newest version gets a file without rows, and so does every version of a catalogue of which
    our world has nothing: no herbs, no operations. Such an answer is true here, where no fee line
    could name one either; a refusal would only stop clients that fetch one after the other.
    """
    number, said = call.transaction.number, call.input["data"]["ver"]
    since = day_of(said)
    if since is None:
        raise refusals.message(
            f"节点data的字段ver（版本号）的值{said}不是本目录的版本，初始为v0000", "data.ver"
        )
    forms, day = form.forms(), world.today()
    of_file = forms.files[number]
    texts = Texts(forms.units, forms.restrictions)
    all_rows = [] if of_file.rows is None else rows(of_file.rows, day, texts)
    newest = max((row.changed for row in all_rows), default=since)
    changed = form.changed_since(all_rows, since)
    name = form.filename(number, said.lower(), newest)
    content = form.packed(name, form.text_of(of_file, changed), newest)
    call.answer_as(lambda made: _told(made, len(changed)))
    return files.publish(name, content)


def _told(made: InterfaceFile, count: int) -> Mapping[str, Any]:
    shown = {
        "file_qury_no": made.id,
        "filename": made.filename,
        "dld_end_time": made.kept_until,
        "data_cnt": count,
    }
    return {TOP: shown}
