"""The errors of terminals of the libraries, one class a code."""

from sscsim.kernel.problems import Conflict, FieldError, NotFound, Problem, Text


class TerminalNotFound(NotFound):
    code = "library_terminal_not_found"
    title = Text(zh="没有此自助设备", en="No such terminal")
    detail = Text(
        zh="没有自助设备 {terminal_id}。", en="There is no library terminal {terminal_id}."
    )


class TerminalLoginTaken(Conflict):
    code = "library_terminal_login_taken"
    title = Text(zh="设备登录名已被使用", en="The terminal's login is taken")
    detail = Text(
        zh="登录名 {login} 已属于另一台自助设备。", en="The login {login} is another terminal's."
    )

    def __init__(self, login: str) -> None:
        message = Text(zh="已被使用", en="is taken")
        super().__init__(errors=[FieldError("taken", message, pointer="/login")], login=login)


class TerminalClosed(Conflict):
    code = "library_terminal_closed"
    title = Text(zh="自助设备已停用", en="The terminal is closed")
    detail = Text(
        zh="自助设备 {terminal_id} 已停用，不再更改。",
        en="The library terminal {terminal_id} is closed and isn't changed any more.",
    )


class TerminalLoginWrong(Problem):
    """Nothing says which of the two was wrong, or that there is such a terminal."""

    code = "library_terminal_login_wrong"
    status = 401
    title = Text(zh="设备登录失败", en="The terminal may not log in")
    detail = Text(zh="登录名或密码不符。", en="The login or the password is wrong.")
