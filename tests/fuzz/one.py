"""Fuzz one target: ``python one.py NAME [options of libFuzzer] [corpus folder]``."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(
    include=["govinfo.read", "govinfo.parse", "zipfile", "email", "json", "tarfile", "olefile"],
):
    from targets import TARGETS, good

    target = TARGETS[sys.argv[1]]
    run = target.load()
    for data in good(target):
        run(data)  # imports what the reader imports when it is first used


def main() -> None:
    """Hand over to the fuzzer, which does not come back."""
    arguments = [sys.argv[0], *sys.argv[2:]]
    options = {}
    if target.shape:
        from shapes import mutator

        options["custom_mutator"] = mutator(
            target.shape, lambda data, most: atheris.Mutate(data, most)
        )
    atheris.Setup(arguments, run, **options)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
