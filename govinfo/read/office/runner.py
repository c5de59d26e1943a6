"""A program of its own that runs LibreOffice on one document and ends with who asked for it.

It takes the path of ``soffice`` and the seconds it may take, and on its input the length
of the document in eight bytes and the document; the input stays open for as long as the
result is wanted. The converted document comes on its output, nothing if there is none.
"""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

_OFF = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{items}
</oor:items>
"""
_ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    *(("Inet/Settings", f"ooInet{kind}ProxyName", "127.0.0.1") for kind in ("HTTP", "HTTPS")),
    *(("Inet/Settings", f"ooInet{kind}ProxyPort", "9") for kind in ("HTTP", "HTTPS")),
)
_SIZE = struct.Struct("<Q")


def main(program: str, seconds: float) -> None:
    """Convert what comes on the input and put the result on the output."""
    (size,) = _SIZE.unpack(sys.stdin.buffer.read(_SIZE.size))
    data = sys.stdin.buffer.read(size)
    if len(data) < size:
        return
    with tempfile.TemporaryDirectory(prefix="govinfo-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        user = folder / "profile" / "user"
        user.mkdir(parents=True)
        items = "\n".join(_ITEM.format(path=p, name=n, value=v) for p, n, v in _SETTINGS)
        (user / "registrymodifications.xcu").write_text(_OFF.format(items=items), "utf-8")
        (folder / "document.doc").write_bytes(data)
        _run(program, folder, seconds)
        made = folder / "document.docx"
        if made.is_file():
            sys.stdout.buffer.write(made.read_bytes())


def _run(program: str, folder: Path, seconds: float) -> None:
    profile = (folder / "profile").as_uri()
    options = ["--headless", "--norestore", "--nolockcheck", "--nologo", "--nodefault"]
    options += ["--convert-to", "docx", "--outdir", str(folder)]
    process = subprocess.Popen(
        [program, f"-env:UserInstallation={profile}", *options, "document.doc"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        start_new_session=True,
    )
    threading.Thread(target=_end_with_parent, args=(process,), daemon=True).start()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        pass  # no result says enough
    finally:
        _end(process)


def _end_with_parent(process: subprocess.Popen[bytes]) -> None:
    # Nothing more is ever sent: what comes is the end of the input.
    os.read(sys.stdin.fileno(), 1)
    _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and all that it started."""
    if hasattr(os, "killpg"):
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return  # all of them have ended
    else:
        process.kill()
    process.wait()


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
