"""Mutate what is inside packed files: a flipped bit of the packing dies at its checksum."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
import zlib
from collections.abc import Callable

from hostile.ole import ole
from trees import changed

Mutate = Callable[[bytes, int], bytes]
_MOST = 1 << 20
_PLAIN = 10  # of so many inputs, one is mutated as it stands


def mutator(shape: str, mutate: Mutate) -> Callable[[bytes, int, int], bytes]:
    """What changes an input of a shape.

    Parameters
    ----------
    shape : str
        ``zip``, ``ole`` or ``gzip``.
    mutate : callable
        Changes plain bytes, given the most bytes that they may then have.
    """
    unpack, pack = _SHAPES[shape]

    def change(data: bytes, most: int, seed: int) -> bytes:
        choose = random.Random(seed)
        parts = unpack(data) if choose.randrange(_PLAIN) else {}
        if not parts:
            return mutate(data, most)
        # Longer parts hold more of what is read.
        names = list(parts)
        name = choose.choices(names, [len(parts[name]) + 50 for name in names])[0]
        if choose.randrange(50) == 0:
            del parts[name]
        else:
            # Nearly all flipped bits make XML that no parser takes.
            markup = changed(parts[name], choose) if choose.randrange(4) else None
            parts[name] = markup or bytes(mutate(parts[name], len(parts[name]) + 200))
        packed = pack(parts)
        return packed if len(packed) <= most else data

    return change


def _unzip(data: bytes) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                with archive.open(info) as file:
                    parts[info.filename] = file.read(_MOST)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, zlib.error):
        return {}
    except EOFError:
        return {}
    return parts


def _zip(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 1)
    return file.getvalue()


def _streams(data: bytes) -> dict[str, bytes]:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            return {
                path[0]: file.openstream(path).read() for path in file.listdir() if len(path) == 1
            }
    except (OSError, ValueError, IndexError, KeyError, TypeError, RecursionError):
        return {}


def _ungzip(data: bytes) -> dict[str, bytes]:
    try:
        with gzip.open(io.BytesIO(data)) as file:
            return {"": file.read(_MOST)}
    except (OSError, EOFError, zlib.error):
        return {}


_SHAPES: dict[
    str, tuple[Callable[[bytes], dict[str, bytes]], Callable[[dict[str, bytes]], bytes]]
] = {
    "zip": (_unzip, _zip),
    "ole": (_streams, ole),
    "gzip": (_ungzip, lambda parts: gzip.compress(parts.get("", b""), 1)),
}
