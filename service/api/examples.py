"""Examples of answers for the API's description, by the model that an answer is made of, else by its type.

Models of moderators' own pages bear theirs themselves; here is what several answers share parts of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_COMMENT = "01990000-cb3f-7029-ba5a-47b17f0b6fee"
_AUTHOR = "62d5e3ce-f913-46ee-9efa-f7308a6d03c1"
_ACT = "01990000-cd96-777a-8e15-c238a2c983c4"
_CAME, _LATER = "2026-03-14T12:01:00Z", "2026-03-14T12:16:00Z"
_PAGE = "/2026/03/panen-kopi"
_TEXT = "Mungkin begitu, mungkin juga tidak, siapa yang tahu."
_HTML = f"<p>{_TEXT}</p>"
_RULE = "doubtful-probability"

_PUBLIC = {"name": "Wayan", "url": None}
_BLIND = {
    "id": _COMMENT,
    "site": "demo",
    "page": _PAGE,
    "page_title": "Panen kopi",
    "parent_id": None,
    "author": _PUBLIC,
    "text": _TEXT,
    "language": "id",
    "created_at": _CAME,
}
_ENTRY = {
    **_BLIND,
    "author": {"id": _AUTHOR, **_PUBLIC, "confirmed": False, "seen": 1, "approved": 0},
    "state": "pending",
    "version": 1,
    "spam_probability": 0.5,
    "model": "9f2c6b1d",
    "rule": _RULE,
    "campaign": None,
    "claim": None,
    "sampled": False,
}
_EXPLANATION = {
    "bias": -1.0,
    "parts": [
        {
            "text": "Mungkin",
            "weight": 1.0,
            "code": None,
            "field": "text",
            "start": 0,
            "end": 7,
            "folded": "mungkin",
        }
    ],
    "probability": 0.5,
    "model": "9f2c6b1d",
    "folded": _TEXT.lower(),
}
_SUBMITTED = {
    "kind": "comment-submitted",
    "at": _CAME,
    "actor": "policy",
    "details": {"state": "pending", "rule": _RULE, "spam_probability": 0.5, "model": "9f2c6b1d", "version": 1},
}
_DECIDED = {
    "id": _COMMENT,
    "act": _ACT,
    "site": "demo",
    "page": _PAGE,
    "state": "approved",
    "version": 2,
    "spam_probability": 0.5,
    "rule": _RULE,
    "created_at": _CAME,
}
_GONE = {
    "type": "/problems#unknown-comment",
    "title": "There is no such comment.",
    "status": 404,
    "code": "unknown-comment",
}
_TOKEN = {
    "id": "01990000-d2a0-7308-a9c0-7af2a9310162",
    "label": "backup",
    "site": "demo",
    "scopes": ["comments:decide", "comments:read"],
    "created_at": _CAME,
    "last_used_at": None,
    "revoked_at": None,
}
_FIGURES = {
    "published": 412,
    "held": 31,
    "filed": 96,
    "read_per_day": 1.1,
    "spam_published": 1,
    "genuine_held": 9,
    "genuine_filed": 0,
}
_MOVE = {
    "from": "hold",
    "to": "publish",
    "count": 1,
    "spam": 0,
    "genuine": 0,
    "rules": [{"before": _RULE, "after": "ordinary", "count": 1}],
    "sample": [_ENTRY],
}

OF_MODELS: Mapping[str, Any] = {
    "AcceptedComment": {
        "id": _COMMENT,
        "state": "pending",
        "html": _HTML,
        "created_at": _CAME,
        "receipt": "/sites/demo/receipts/AZkAAMs_cCm6Wke_.J9XZbz4cGGsIJbBMFOUiWOqVfx6Kcm2k",
    },
    "PublicPage": {
        "comments": [
            {
                "id": _COMMENT,
                "parent_id": None,
                "author": _PUBLIC,
                "html": _HTML,
                "created_at": _CAME,
                "edited_at": None,
            }
        ],
        "count": 1,
        "next": None,
    },
    "ReceiptView": {
        "id": _COMMENT,
        "state": "approved",
        "html": _HTML,
        "created_at": _CAME,
        "page": _PAGE,
        "refusal": None,
    },
    "FormView": {
        "site": "demo",
        "page": _PAGE,
        "closed": False,
        "language": "id",
        "required": ["author.name", "author.email", "text"],
        "limits": {"author.name": 100, "author.email": 254, "text": 10_000},
        "stamp": "AZzsN7YA.dDhQtQMSrAN5aLVpM4PvQEl4ZqgXdzKx",
        "trap": "topic",
        "labels": {"comment": "Komentar", "name": "Nama", "submit": "Kirim Komentar"},
    },
    "Queue": {"items": [_ENTRY], "next": "b2xkZXN0IDE3NzM0ODk2NjAwMDAwMDAg"},
    "Campaigns": {
        "items": [
            {
                "id": "01990000-cc3d-7534-94d2-b344a7f747ca",
                "size": 4100,
                "first_seen": "2026-03-13T22:04:00Z",
                "last_seen": _CAME,
                "pages": 212,
                "sites": ["demo"],
                "text": "Daftar sekarang di situs gacor, pasti cuan!",
                "spam_probability": 0.97,
                "order": {"action": "mark-spam", "until": "2026-03-15T12:00:00Z", "by": "person:Rina"},
            }
        ],
        "next": None,
    },
    "CommentView": {**_ENTRY, "explanation": _EXPLANATION, "history": [_SUBMITTED]},
    "DecidedComment": _DECIDED,
    "Outcomes": {
        "outcomes": [
            {"comment": _COMMENT, "decided": _DECIDED, "problem": None},
            {"comment": "01990000-cb3f-7029-ba5a-47b17f0b6fef", "decided": None, "problem": _GONE},
        ]
    },
    "ReasonList": {
        "reasons": [
            {"code": "gambling", "label": "Promosi judi", "told": ""},
            {"code": "off-topic", "label": "Di luar topik", "told": "Komentar ini tidak membahas isi halaman ini."},
        ],
        "version": 3,
    },
    "TakenView": {"until": _LATER, "items": [{**_ENTRY, "claim": {"by": "person:Rina", "until": _LATER}}]},
    "BlindQueue": {"items": [_BLIND], "next": None},
    "OpinionView": {"comment": _COMMENT, "action": "reject", "reason_code": "off-topic", "at": _LATER},
    "PeopleList": {
        "items": [
            {
                "id": "01990000-d135-7750-9b8e-ab575609d73d",
                "name": "Rina",
                "roles": {"demo": "moderator"},
                "disabled": False,
                "password": True,
                "linked": False,
                "created_at": _CAME,
                "last_seen_at": _LATER,
            }
        ],
        "next": None,
    },
    "TokenList": {"items": [_TOKEN], "next": None},
    "IssuedToken": {**_TOKEN, "secret": "saring_…"},
    "BanList": {
        "items": [
            {
                "id": "01990000-d306-7053-96f7-2894c19f16ab",
                "site": "demo",
                "kind": "range",
                "author": None,
                "domain": None,
                "range": "198.51.100.0/24",
                "until": None,
                "told": True,
                "reason": None,
                "by": "person:Rina",
                "at": _CAME,
            }
        ],
        "next": None,
    },
    "SiteList": {
        "items": [
            {
                "id": "demo",
                "title": "Kabar Demo",
                "language": "id",
                "closed": False,
                "mode": "hold-doubtful",
                "version": 7,
            }
        ]
    },
    "TrialView": {
        "site": "demo",
        "since": "2026-02-14T12:00:00Z",
        "until": "2026-03-14T12:00:00Z",
        "days": 28.0,
        "comments": 539,
        "left_out": 0,
        "without_evidence": 0,
        "unchanged": 538,
        "before": _FIGURES,
        "after": {**_FIGURES, "published": 413, "held": 30},
        "changes": [_MOVE],
        "rules": [{"rule": _RULE, "before": 31, "after": 30}, {"rule": "ordinary", "before": 412, "after": 413}],
        "warnings": [{"field": "policy.blocked_words", "code": "matches-nothing", "entry": "!!", "because": None}],
    },
    "BulkPreview": {
        "id": "01990000-d565-7761-97d2-f50846c319b9",
        "expires_at": "2026-03-14T12:31:00Z",
        "count": 1930,
        "sample": [_ENTRY],
        "looks_genuine": 2,
        "states": [{"state": "pending", "count": 1930}],
        "rules": [{"rule": _RULE, "count": 1930}],
        "campaigns": [],
    },
    "AlarmList": {
        "alarms": [
            {
                "site": "demo",
                "kind": "volume",
                "raised": True,
                "raised_at": _CAME,
                "checked_at": _LATER,
                "value": 6.2,
                "limit": 4.0,
                "now": 1930,
                "before": 40,
                "untold": None,
            }
        ]
    },
    "Liveness": {"status": "live"},
    "Readiness": {"status": "ready", "checks": {"database": "ok", "classifier": "ok"}},
}
"""Of answers with a shape, by the model's name; one that bears an example itself needs none here."""

OF_TYPES: Mapping[str, object] = {
    "application/json": {"openapi": "3.1.1", "info": {"title": "Saring", "version": "0.1.0"}, "paths": {}},
    "text/csv": "id,at,kind,site,comment,actor,details\r\n",
    "text/html": "<!doctype html>…",
    "text/plain": 'saring_decisions_total{action="approve"} 3\n',
}
"""Of answers without one, by media type."""
