"""The few ways in which govinfo fails.

Every message says what was asked, what was found, where, and what to try next.
Messages are built in classmethods and ``__init__`` takes the message alone, so
that an error survives pickling into and out of a worker process.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class GovinfoError(Exception):
    """Root of all errors that govinfo raises on purpose."""


class ReadError(GovinfoError, OSError):
    """A document could not be read: missing, empty, damaged, or of a format that is not read."""

    @classmethod
    def at(cls, path: str, problem: str, hint: str = "") -> ReadError:
        """``{path}: {problem}. {hint}``."""
        return cls(_sentence(path, problem, hint))


class LimitError(ReadError):
    """Reading a document would have gone beyond one of `govinfo.Limits`."""

    @classmethod
    def beyond(cls, path: str, limit: str, value: object, found: str) -> LimitError:
        """Name the limit, its value and what was found."""
        hint = f"If the file is to be trusted, give limits=govinfo.Limits({limit}=…)."
        return cls(_sentence(path, f"{found}, beyond the limit {limit}={value}", hint))


class NoTextError(ReadError):
    """A document holds nothing that could be read as text."""


class AttachmentOnlyError(ReadError):
    """A page that holds no report but links to the file that does."""

    @classmethod
    def linking(cls, path: str, links: Iterable[str]) -> AttachmentOnlyError:
        """Name the links."""
        return cls(
            _sentence(
                path,
                f"attachment only: the page links to {', '.join(links)}",
                "Fetch the file and read it.",
            )
        )


class ParseError(GovinfoError):
    """A document was read, but it is no report that govinfo can take apart."""

    @classmethod
    def at(cls, path: str, problem: str, hint: str = "") -> ParseError:
        """``{path}: {problem}. {hint}``."""
        return cls(_sentence(path, problem, hint))


class SchemaError(GovinfoError, ValueError):
    """A frame lacks a column, repeats its key, or holds what its schema forbids."""

    @classmethod
    def missing_columns(
        cls, what: str, missing: Iterable[str], found: Iterable[str]
    ) -> SchemaError:
        """Name the columns that a frame lacks and those it has."""
        lacking = ", ".join(repr(name) for name in missing)
        having = ", ".join(str(name) for name in found) or "none"
        return cls(f"{what} lacks {lacking}. Its columns are: {having}.")

    @classmethod
    def repeated_key(cls, what: str, key: Iterable[str], example: object, hint: str) -> SchemaError:
        """Name the key that is repeated and one of its values."""
        names = ", ".join(key)
        return cls(f"{what} repeats its key ({names}), for example {example}. {hint}")


class UnknownNameError(GovinfoError, LookupError):
    """A metric, form, rule, indicator, agency or option that does not exist."""

    @classmethod
    def of(cls, kind: str, name: object, known: Iterable[str], where: str) -> UnknownNameError:
        """Say that no ``kind`` is called ``name``, and offer the nearest names."""
        near = difflib.get_close_matches(str(name), list(known), n=2, cutoff=0.6)
        hint = f" Did you mean {' or '.join(repr(word) for word in near)}?" if near else ""
        return cls(f"No {kind} is called {name!r}.{hint} See {where}.")


def _sentence(path: str, problem: str, hint: str) -> str:
    return f"{path}: {problem}. {hint}".rstrip()
