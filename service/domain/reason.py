"""Why a moderator decides: the codes that a site's people choose from, and what an author is told of each."""

from __future__ import annotations

import re
from dataclasses import dataclass

REASON_CODE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
"""A reason's code: lower case words, 40 characters at most."""

MAX_LABEL = 80
"""Greatest length of a label, in characters: one line of a list."""

MAX_TOLD = 500
"""Greatest length of what an author is told, in characters."""

MAX_REASONS = 50
"""As many reasons as a person can choose from; most sites have a dozen."""

LINE = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]*")
"""What one line can hold."""

TEXT = re.compile(r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*")
"""What several lines can hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason that moderators of a site may give.

    Attributes:
        code: By which the log and programs know it.
        label: By which moderators know it.
        told: What the author of a comment that is rejected for it reads on the receipt; ``""``: nothing.
    """

    code: str
    label: str
    told: str = ""

    def __post_init__(self) -> None:
        if not REASON_CODE.fullmatch(self.code):
            raise ValueError(f"not a code of a reason: {self.code!r}")
        if not self.label.strip() or len(self.label) > MAX_LABEL or not LINE.fullmatch(self.label):
            raise ValueError(f"not a label of 1 to {MAX_LABEL} characters in one line: {self.label!r}")
        if len(self.told) > MAX_TOLD or not TEXT.fullmatch(self.told):
            raise ValueError(f"not a text of at most {MAX_TOLD} characters: {self.told!r}")


_ENGLISH = (
    Reason(code="gambling", label="Gambling promotion"),
    Reason(code="advertising", label="Advertising or link dropping"),
    Reason(code="fraud", label="Fraud or phishing"),
    Reason(code="insult", label="Insult or harassment", told="It insults or harasses somebody."),
    Reason(code="hate", label="Hate against a group", told="It attacks people for who they are."),
    Reason(code="threat", label="Threat or call to violence", told="It threatens somebody or calls for violence."),
    Reason(code="sexual", label="Sexual content", told="It has sexual content, which is not published here."),
    Reason(code="personal-data", label="Personal data of others", told="It discloses personal data of somebody."),
    Reason(code="hoax", label="Hoax or unproved claim", told="It claims something harmful that is not proved."),
    Reason(code="off-topic", label="Off topic", told="It is not about the subject of this page."),
    Reason(code="duplicate", label="Said before", told="The same was already said on this page."),
    Reason(code="unreadable", label="Unreadable", told="It could not be read. Please write it again, in plain words."),
)
_INDONESIAN = (
    Reason(code="gambling", label="Promosi judi"),
    Reason(code="advertising", label="Iklan atau sebar tautan"),
    Reason(code="fraud", label="Penipuan atau phishing"),
    Reason(code="insult", label="Hinaan atau perundungan", told="Komentar ini menghina atau merundung seseorang."),
    Reason(code="hate", label="Kebencian terhadap kelompok (SARA)", told="Komentar ini menyerang suatu kelompok."),
    Reason(
        code="threat",
        label="Ancaman atau ajakan kekerasan",
        told="Komentar ini mengancam seseorang atau mengajak berbuat kekerasan.",
    ),
    Reason(code="sexual", label="Konten seksual", told="Konten seksual tidak diterbitkan di sini."),
    Reason(code="personal-data", label="Data pribadi orang lain", told="Komentar ini membuka data pribadi seseorang."),
    Reason(
        code="hoax",
        label="Hoaks atau klaim tanpa bukti",
        told="Komentar ini memuat klaim merugikan yang tidak terbukti.",
    ),
    Reason(code="off-topic", label="Di luar topik", told="Komentar ini tidak membahas isi halaman ini."),
    Reason(code="duplicate", label="Sudah disampaikan", told="Hal yang sama sudah disampaikan di halaman ini."),
    Reason(
        code="unreadable",
        label="Tidak terbaca",
        told="Komentar ini tidak dapat dibaca. Silakan tulis lagi dengan kata-kata biasa.",
    ),
)


def default_reasons(language: str) -> tuple[Reason, ...]:
    """Return the reasons of a site that wrote down none: in Indonesian or Malay where it speaks it, else in English.

    Who promotes or cheats is told nothing: it would teach them what is looked for.
    """
    return _INDONESIAN if language.partition("-")[0] in {"id", "ms"} else _ENGLISH
