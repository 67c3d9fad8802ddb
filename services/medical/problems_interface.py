"""The errors of the hospital message interface and of its settings, one class a code."""

from sscsim.kernel.problems import Conflict, FieldError, NotFound, Refused, Text


class SignInNotFound(Refused):
    code = "sign_in_not_found"
    title = Text(zh="签到编号不存在", en="No such sign-in")
    detail = Text(
        zh="机构 {institution_code} 没有签到编号 {sign_no}。",
        en="The institution {institution_code} has no sign-in {sign_no}.",
    )


class SignInEnded(Conflict):
    code = "sign_in_ended"
    title = Text(zh="已签退", en="Signed out already")
    detail = Text(
        zh="签到编号 {sign_no} 已于 {at} 签退。", en="The sign-in {sign_no} ended at {at}."
    )


class SignInOfOther(Refused):
    code = "sign_in_of_other"
    title = Text(zh="不是本操作员的签到", en="Another operator's sign-in")
    detail = Text(
        zh="签到编号 {sign_no} 不属于操作员 {operator_no}。",
        en="The sign-in {sign_no} is not that of operator {operator_no}.",
    )


class InterfaceProfileRefused(Refused):
    code = "interface_profile_refused"
    title = Text(zh="接口方言文件不可用", en="Interface profile not usable")
    detail = Text(zh="接口方言文件有误：{fault}。", en="The profile can't be used: {fault}.")

    def __init__(self, fault: str) -> None:
        message = Text(zh="{fault}", en="{fault}")
        where = FieldError("profile", message, pointer="/profile", params={"fault": fault})
        super().__init__(errors=[where], fault=fault)


class InterfaceProfileNotFound(NotFound):
    code = "interface_profile_not_found"
    title = Text(zh="接口方言不存在", en="No such interface profile")
    detail = Text(zh="没有接口方言 {name}。", en="There is no interface profile {name}.")


class InterfaceProfileBuiltIn(Conflict):
    code = "interface_profile_built_in"
    title = Text(zh="内置接口方言不可替换", en="A built-in profile stays")
    detail = Text(
        zh="{name} 是内置接口方言，请换一个名称并用 inherits 继承它。",
        en="{name} is built in; give yours another name and let it inherit from it.",
    )


class InterfaceProfileUnknown(Refused):
    code = "interface_profile_unknown"
    title = Text(zh="未知的接口方言", en="Unknown interface profile")
    detail = Text(
        zh="没有接口方言 {name}；可用：{known}。",
        en="There is no interface profile {name}; there are: {known}.",
    )

    def __init__(self, name: str, known: str, pointer: str) -> None:
        message = Text(zh="须为已有的接口方言", en="must be a profile that there is")
        where = FieldError("unknown", message, pointer=pointer)
        super().__init__(errors=[where], name=name, known=known)


class FileRefused(Refused):
    code = "interface_file_refused"
    title = Text(zh="文件不可用", en="File not usable")
    detail = Text(
        zh="文件为 {size} 字节，须为 1 至 {largest} 字节。",
        en="The file has {size} bytes; it must have 1 to {largest}.",
    )


class FileNotFound(Refused):
    code = "interface_file_not_found"
    title = Text(zh="文件不存在", en="No such file")
    detail = Text(
        zh="本机构没有文件查询号为 {file_qury_no} 的文件。",
        en="This institution has no file {file_qury_no}.",
    )


class FileNoLongerKept(Refused):
    code = "interface_file_no_longer_kept"
    title = Text(zh="文件已过下载截止时间", en="File no longer kept")
    detail = Text(
        zh="文件 {file_qury_no} 已过下载截止时间。", en="The file {file_qury_no} is no longer kept."
    )


class MappingOfOtherKind(Refused):
    code = "catalogue_mapping_of_other_kind"
    title = Text(zh="目录类别与医疗目录编码不符", en="List type doesn't fit the item")
    detail = Text(
        zh="定点医药机构目录编号 {medins_list_codg} 对照的 {med_list_codg} 不属于所填目录类别。",
        en="{med_list_codg}, which the number {medins_list_codg} is mapped to, is of another kind.",
    )


class MappingEndsBefore(Refused):
    code = "catalogue_mapping_ends_before_it_begins"
    title = Text(zh="结束日期早于开始日期", en="The mapping ends before it begins")
    detail = Text(
        zh="定点医药机构目录编号 {medins_list_codg} 的结束日期早于开始日期。",
        en="The mapping of the number {medins_list_codg} ends before it begins.",
    )


class MappingExists(Conflict):
    code = "catalogue_mapping_exists"
    title = Text(zh="目录对照已存在", en="Catalogue mapping exists")
    detail = Text(
        zh="定点医药机构目录编号 {medins_list_codg} 在 {since} 至 {until} 已对照 {med_list_codg}，"
        "请先撤销。",
        en="The institution's number {medins_list_codg} means {med_list_codg} from {since} to "
        "{until}; withdraw that first.",
    )


class MappingNotFound(Refused):
    code = "catalogue_mapping_not_found"
    title = Text(zh="目录对照不存在", en="No such catalogue mapping")
    detail = Text(
        zh="没有定点医药机构目录编号 {medins_list_codg} 与 {med_list_codg} 的有效对照。",
        en="The institution's number {medins_list_codg} isn't mapped to {med_list_codg}.",
    )


class InterfaceInstitutionNotFound(NotFound):
    code = "interface_institution_not_found"
    title = Text(zh="医药机构未登记", en="No institution of this code")
    detail = Text(
        zh="没有编号为 {institution_code} 的定点医药机构。",
        en="There is no institution of the code {institution_code}.",
    )


class InterfaceReceiverNotFound(NotFound):
    code = "interface_receiver_not_found"
    title = Text(zh="未登记接收地址", en="No address to send to")
    detail = Text(
        zh="机构 {institution_code} 未登记接收地址。",
        en="The institution {institution_code} has named no address.",
    )


class TooManyInHospital(Refused):
    code = "too_many_in_hospital"
    title = Text(zh="在院人员过多", en="Too many in hospital")
    detail = Text(
        zh="该时段在院人员超过 {most} 人，请缩短时段或按人员编号查询。",
        en="More than {most} people admitted in that time are in hospital: ask for a shorter "
        "time, or for one person.",
    )
