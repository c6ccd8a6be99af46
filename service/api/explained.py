"""The explanation of a score on the wire."""

from typing import Literal

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Described


class ExplanationPart(BaseModel):
    """One addend of a score: a word where it was typed, or something found in the comment as a whole."""

    text: str = Described(description="The word as typed, or in English what was found.")
    weight: float = Described(description="In log-odds; above 0: towards spam.")
    code: str | None = Described(description="Of what was found, such as `disguised-letters`; null for a word.")
    field: Literal["text", "author", "url"] | None = Described(
        description="Where the word stands: in the comment's text, the author's name or address; null without a place."
    )
    start: int | None = Described(description="Its first character there, counted in Unicode code points from 0.")
    end: int | None = Described(description="Behind its last character.")
    folded: str | None = Described(description="What the word reads as once its disguise is folded away.")


class ExplanationView(BaseModel):
    """A score as a sum: the bias and the weights add up to log(probability / (1 - probability))."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "bias": -7.25,
                    "parts": [
                        {
                            "text": "B U L A N 5 5",
                            "weight": 6.0,
                            "code": None,
                            "field": "text",
                            "start": 5,
                            "end": 18,
                            "folded": "bulan55",
                        },
                        {
                            "text": "disguised letters",
                            "weight": 3.5,
                            "code": "disguised-letters",
                            "field": None,
                            "start": None,
                            "end": None,
                            "folded": None,
                        },
                        {
                            "text": "everything else",
                            "weight": -0.25,
                            "code": "rest",
                            "field": None,
                            "start": None,
                            "end": None,
                            "folded": None,
                        },
                    ],
                    "probability": 0.8807970779778823,
                    "model": "0" * 64,
                    "folded": "main bulan55",
                }
            ]
        }
    )

    bias: float
    parts: list[ExplanationPart] = Described(
        description="Heaviest first, each occurrence of a word by itself; then the rest and what was cut off the score."
    )
    probability: float
    model: str
    folded: str = Described(description="What the comment's text reads as once its disguises are folded away.")
