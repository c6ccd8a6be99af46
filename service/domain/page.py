"""A page that is commented on, known by its canonical address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NewType
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit

PageKey = NewType("PageKey", str)

MAX_KEY_BYTES = 2_500
"""Greatest length of a key in UTF-8: a row of PostgreSQL's B-tree takes 2,704 bytes, the site's name among them."""


# Parameters that say where a reader came from, never what the page is: Google (utm_, gclid, dclid, gbraid, wbraid,
# _ga, _gl), Meta (fbclid, igshid), Microsoft (msclkid), Yandex (yclid), TikTok (ttclid), Twitter (twclid),
# Mailchimp (mc_cid, mc_eid), WordPress's reply link (replytocom) and AMP (amp).
_TRACKING = re.compile(
    r"utm_.*|[gdf]clid|fbclid|gbraid|wbraid|_ga|_gl|igshid|msclkid|yclid|ttclid|twclid|mc_[ce]id|replytocom|amp"
)
_SEPARATE = re.compile(rb"/{2,}")
# What no host can hold (WHATWG URL, "forbidden host code point"), brackets and colon apart: they are of IPv6.
_NOT_IN_HOSTS = re.compile(r"[\x00-\x20\x7f-\x9f\s\"<>\\^`{|}%@/?#]")
_WWW = re.compile(r"\A(?:www\.)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What readers comment on.

    Attributes:
        key: Its canonical address within the site.
        title: As the page itself says, or ``""``.
        closed: Whether it takes no more comments.
        approved: How many comments are public.
        version: Counts changes of what is public, from 0.
    """

    key: PageKey
    title: str = ""
    closed: bool = False
    approved: int = 0
    version: int = 0


def canonical_page(address: str, own_hosts: frozenset[str] = frozenset()) -> PageKey:
    """Fold the ways of writing one page's address into one key.

    Scheme, ``www.``, default port, fragment, tracking parameters, doubled and trailing slashes, and the host, where it
    is one of the site's own, say nothing about which page it is. The address is never fetched.

    Args:
        address: A URL or a path, as a browser knows the page.
        own_hosts: Hosts (``example.com``, ``example.com:8080``) of the site; pages there are known by path alone.

    Returns:
        ``/path?query`` or ``//host/path?query``.

    Raises:
        ValueError: Not an address of a page: empty, another scheme than http and https, unreadable, or too long.
    """
    parts = urlsplit(address.strip())
    if parts.scheme not in {"", "http", "https"} or not (parts.netloc or parts.path or parts.query):
        raise ValueError("not a page")
    host = canonical_host(parts.hostname or "", parts.port)
    if (parts.scheme or parts.netloc) and host[:1] in {"", ".", ":"}:
        raise ValueError("not a page")
    if _NOT_IN_HOSTS.search(host):
        raise ValueError("not a host")
    # Slashes fold after decoding, or an encoded one could begin a key with "//" and pass for another host.
    path = quote(_SEPARATE.sub(b"/", b"/" + unquote_to_bytes(parts.path)), safe="/:@!$&'()*+,;=~-._").rstrip("/") or "/"
    kept = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(name)
    ]
    query = "?" + urlencode(kept) if kept else ""
    prefix = "" if not host or host in {canonical_host_of(own) for own in own_hosts} else "//" + host
    key = prefix + path + query
    if len(key.encode()) > MAX_KEY_BYTES:
        raise ValueError("too long")
    return PageKey(key)


def canonical_host(host: str, port: int | None) -> str:
    """Return *host* in lower case without ``www.`` and without the port where it is a default one."""
    host = _WWW.sub("", host.lower().rstrip("."))
    if ":" in host:
        host = f"[{host}]"
    return host if port in {None, 80, 443} else f"{host}:{port}"


def canonical_host_of(netloc: str) -> str:
    """Return the canonical form of a ``host[:port]``."""
    parts = urlsplit("//" + netloc)
    return canonical_host(parts.hostname or "", parts.port)
