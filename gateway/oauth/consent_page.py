"""The words and the HTML of the consent page. Everything from outside is escaped here."""

from collections.abc import Sequence
from html import escape

from sscsim import scopes as names
from sscsim.kernel.problems import Text

_WORDS = {
    "title": Text(zh="授权", en="Authorisation"),
    "asks": Text(zh="{app}（{client}）请求代表您：", en="{app} ({client}) asks to act for you:"),
    "simulated": Text(
        zh="这是模拟环境，所有人员均为虚构。", en="This is a simulation; every person is invented."
    ),
    "number": Text(zh="社会保障号码", en="Social security number"),
    "how": Text(zh="如何核验您的身份", en="How you prove that it is you"),
    "face": Text(zh="人脸识别（模拟）", en="Face recognition (simulated)"),
    "face_match": Text(zh="比对一致", en="the face matches"),
    "face_mismatch": Text(zh="比对不一致", en="the face does not match"),
    "electronic_card_password": Text(zh="电子社保卡密码", en="Password of the electronic card"),
    "card_password": Text(zh="社保卡密码", en="Password of the card"),
    "password": Text(zh="六位密码", en="Six-digit password"),
    "allow": Text(zh="同意授权", en="Allow"),
    "deny": Text(zh="拒绝", en="Deny"),
    "form_old": Text(
        zh="页面已过期，请重新填写。", en="The page is too old, or of another browser; try again."
    ),
    "not_you": Text(zh="身份核验未通过。", en="You could not be recognised."),
    "away": Text(zh="社保卡服务暂不可用，请稍后再试。", en="The card service is away; try again."),
    "refused": Text(zh="授权请求有误", en="The app's request is not in order"),
}


def said(word: str, language: str) -> str:
    text = _WORDS[word]
    return text.en if language == "en" else text.zh


def form(
    language: str,
    *,
    app: str,
    client: str,
    scopes: Sequence[str],
    action: str,
    proof: str,
    typed: str,
    refusal: str,
) -> str:
    """The page that asks; it works without script."""

    def word(name: str) -> str:
        return escape(said(name, language))

    wanted = "".join(f"<li>{escape(_scope(scope, language))}</li>" for scope in scopes)
    asks = escape(said("asks", language).format(app=app, client=client))
    wrong = f'<p role="alert"><strong>{escape(refusal)}</strong></p>' if refusal else ""
    ways = "".join(
        f'<p><label><input type="radio" name="way" value="{way}"'
        f"{' checked' if way == 'face' else ''}> {word(way)}</label></p>"
        for way in ("face", "electronic_card_password", "card_password")
    )
    faces = "".join(
        f'<option value="{value}">{word("face_" + value)}</option>'
        for value in ("match", "mismatch")
    )
    return _page(
        language,
        said("title", language),
        f"<h1>{word('title')}</h1>{wrong}<p>{asks}</p><ul>{wanted}</ul>"
        f'<form method="post" action="{escape(action)}" autocomplete="off">'
        f'<input type="hidden" name="proof" value="{escape(proof)}">'
        f"<p><label>{word('number')}<br>"
        f'<input name="social_security_number" maxlength="18" value="{escape(typed[:18])}">'
        f"</label></p><fieldset><legend>{word('how')}</legend>{ways}"
        f'<p><label>{word("face")}<br><select name="face">{faces}</select></label></p>'
        f"<p><label>{word('password')}<br>"
        '<input name="password" type="password" inputmode="numeric" maxlength="6"></label></p>'
        "</fieldset>"
        f'<p><button name="decision" value="allow">{word("allow")}</button> '
        f'<button name="decision" value="deny">{word("deny")}</button></p></form>'
        f"<p><small>{word('simulated')}</small></p>",
    )


def error(language: str, why: str) -> str:
    title = said("refused", language)
    return _page(language, title, f"<h1>{escape(title)}</h1><p>{escape(why)}</p>")


def _scope(scope: str, language: str) -> str:
    text = names.said(scope)
    return text.en if language == "en" else text.zh


def _page(language: str, title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="/assets/pages.css">'
        f"</head><body>{body}</body></html>"
    )
