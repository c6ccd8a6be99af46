"""Mail providers that half the world shares: banning one of their domains is hardly ever what was meant."""

from __future__ import annotations

_EVERYWHERE = (
    "com",
    "co.id",
    "co.uk",
    "co.in",
    "co.jp",
    "com.au",
    "com.br",
    "com.sg",
    "ca",
    "de",
    "es",
    "fr",
    "in",
    "it",
    "nl",
)

SHARED_DOMAINS = frozenset(
    {
        *(f"{name}.{ending}" for name in ("yahoo", "hotmail", "outlook", "live") for ending in _EVERYWHERE),
        *("gmail.com", "googlemail.com", "ymail.com", "rocketmail.com", "myyahoo.com", "yahoo.com.my", "yahoo.com.ph"),
        *("msn.com", "windowslive.com", "outlook.co.id", "outlook.my", "outlook.sg"),
        *("icloud.com", "me.com", "mac.com", "aol.com", "aim.com", "verizon.net"),
        *("proton.me", "protonmail.com", "pm.me", "tutanota.com", "tuta.io", "fastmail.com", "hey.com", "duck.com"),
        *("gmx.com", "gmx.net", "gmx.de", "gmx.at", "gmx.ch", "web.de", "freenet.de", "t-online.de", "mail.com"),
        *("mail.ru", "bk.ru", "inbox.ru", "list.ru", "yandex.com", "yandex.ru", "ya.ru", "rambler.ru", "ukr.net"),
        *("qq.com", "163.com", "126.com", "sina.com", "foxmail.com", "naver.com", "daum.net", "hanmail.net"),
        *(
            "zoho.com",
            "rediffmail.com",
            "mailbox.org",
            "posteo.de",
            "orange.fr",
            "wanadoo.fr",
            "free.fr",
            "laposte.net",
        ),
        *(
            "libero.it",
            "virgilio.it",
            "uol.com.br",
            "bol.com.br",
            "terra.com.br",
            "seznam.cz",
            "wp.pl",
            "o2.pl",
            "onet.pl",
        ),
        *(
            "comcast.net",
            "att.net",
            "sbcglobal.net",
            "btinternet.com",
            "sky.com",
            "plasa.com",
            "telkom.net",
            "indosat.net.id",
        ),
    }
)
"""Domains, in ASCII and lower case, with which anybody may have an address; put together by hand in November 2026.

It need not be complete: what a ban would meet is shown before it is imposed. ``disposable-email-domains``, which is
installed, lists the opposite: throw-away domains, which nobody minds being banned.
"""
