"""What is said in English and in Chinese."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The same thing said in both languages."""

    en: str
    zh: str

    def __str__(self) -> str:
        """Give the English."""
        return self.en
