"""What our own readers refuse, through LibreOffice where the user asks for that.

Set the environment variable ``GOVINFO_OFFICE`` to the path of LibreOffice's ``soffice``.
Without it nothing is started and nothing written: LibreOffice needs files, so with it the
document and what it is converted to lie in a private temporary folder for as long as that
takes. LibreOffice runs without a window, without the user's own settings, with macros off,
links not followed and a proxy that answers nobody; it ends with us and with its time.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from govinfo.model import Limits
from govinfo.read.content import BeyondLimitError, Content, RefusalError
from govinfo.read.word import docx

VARIABLE = "GOVINFO_OFFICE"
_SECONDS = 120.0  # where the user sets no limit
_RUNNER = Path(__file__).with_name("runner.py")
_SIZE = struct.Struct("<Q")


def read_through_office(data: bytes, limits: Limits, refusal: RefusalError) -> Content:
    """Read a document that was refused, by way of LibreOffice.

    Parameters
    ----------
    data : bytes
        The whole file, an old Word document.
    limits : Limits
        ``seconds`` bounds the conversion too.
    refusal : RefusalError
        Why it was refused.

    Raises
    ------
    RefusalError
        If ``GOVINFO_OFFICE`` is not set, or LibreOffice could not convert the document.
    BeyondLimitError
        If what it makes goes beyond a limit.
    """
    program = os.environ.get(VARIABLE, "")
    if not program:
        hint = f"Save it as .docx, or set {VARIABLE} to the path of LibreOffice's soffice."
        raise RefusalError(refusal.problem, hint)
    if not os.access(program, os.X_OK) or not sys.executable:
        hint = f"{VARIABLE} names no program ({program})."
        raise RefusalError(refusal.problem, hint)
    content = docx.read(_converted(data, program, limits, refusal), limits)
    said = f"converted: it {refusal.problem}; LibreOffice converted it"
    return replace(content, warnings=(said, *content.warnings))


def _converted(data: bytes, program: str, limits: Limits, refusal: RefusalError) -> bytes:
    """The document as a .docx file."""
    seconds = _SECONDS if limits.seconds is None else limits.seconds
    # The runner sees by its input when we are gone, however we end.
    with subprocess.Popen(
        [sys.executable, "-I", str(_RUNNER), program, str(seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as runner:
        assert runner.stdin is not None
        assert runner.stdout is not None
        try:
            runner.stdin.write(_SIZE.pack(len(data)) + data)
            runner.stdin.flush()
            made = runner.stdout.read(limits.document_bytes + 1)
        except OSError as error:
            raise _failed(refusal) from error
        finally:
            runner.stdin.close()
    if len(made) > limits.document_bytes:
        raise BeyondLimitError("document_bytes", "what LibreOffice makes of it is longer")
    if not made:
        raise _failed(refusal)
    return made


def _failed(refusal: RefusalError) -> RefusalError:
    problem = f"{refusal.problem}, and LibreOffice could not convert it"
    return RefusalError(problem, "Save it as .docx first.")
