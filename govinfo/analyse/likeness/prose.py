"""The prose of reports, made ready to be compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from govinfo import registry
from govinfo.analyse.likeness.hashes import Ints, Known
from govinfo.analyse.likeness.minhash import BINS, Signatures, signatures
from govinfo.analyse.likeness.own_names import own_names
from govinfo.analyse.likeness.shingles import Cleaned, Shingles, boilerplate, clean, shingles
from govinfo.errors import SchemaError, UnknownNameError

SECTIONS = ("overview", "problems", "other", "all")
_BODY = "body"  # the one text of reports without the outline of 2019
_BETWEEN = "\n\n"  # of two sections of the narrative, never within one
_CHUNK = 128  # texts cleaned at a time: their numbers stay in the cache


@dataclass(frozen=True, slots=True)
class Prose:
    """One section of many reports, by year and id, with what is masked and dropped."""

    documents: pd.DataFrame
    texts: list[str]
    names: list[tuple[str, ...]] | None
    dropped: Known

    def cleaned(self, rows: Iterable[int], *, track: bool = True) -> Cleaned:
        """Reduce some texts to Han characters."""
        rows = list(rows)
        texts = [self.texts[row] for row in rows]
        if self.names is None:
            return clean(texts, places=False, track=track)
        return clean(texts, [self.names[row] for row in rows], track=track)

    def shingled(self, rows: Iterable[int]) -> Shingles:
        """Take some texts apart, without boilerplate."""
        return shingles(self.cleaned(rows, track=False), self.dropped)

    def sketched(self) -> tuple[Signatures, Ints]:
        """Give the signature of each text and how many characters cleaning left of it."""
        signed = [np.zeros((0, BINS), dtype=np.uint32)]
        length = [np.zeros(0, dtype=np.int64)]
        for start in range(0, len(self.texts), _CHUNK):
            found = self.shingled(range(start, min(start + _CHUNK, len(self.texts))))
            signed.append(signatures(found))
            length.append(found.characters())
        return np.concatenate(signed), np.concatenate(length)


def prose(sources: pd.DataFrame, *, section: str, mask_names: bool = True) -> Prose:
    """Take one section of each document, the documents by year and id.

    Raises
    ------
    UnknownNameError
        If there is no such section.
    """
    if section not in SECTIONS:
        raise UnknownNameError.of("section", section, SECTIONS, "govinfo.similarity")
    once = np.flatnonzero(~sources["source_id"].duplicated().to_numpy())
    columns = [name for name in sources.columns if name != "narrative"]
    documents = sources[columns].iloc[once].reset_index(drop=True)
    documents = documents.sort_values(["year", "source_id"], kind="stable", na_position="last")
    order = once[documents.index.to_numpy()].tolist()
    documents = documents.reset_index(drop=True)
    narratives = sources["narrative"].to_numpy(dtype=object)  # quicker than tolist
    texts = [section_of(narratives[row], section) for row in order]
    names = None
    if mask_names:
        said = (_words(documents, name) for name in ("agency", "region_code", "spellings"))
        names = [*map(own_names, *said)]
    return Prose(documents, texts, names, boilerplate())


def section_of(narrative: object, section: str) -> str:
    r"""Cut one section out of a narrative; the whole of an older report for its overview.

    Examples
    --------
    >>> section_of("[overview]\n收到3件。\n\n[other]\n无。", "other")
    '无。'
    >>> section_of("[body]\n一、概述", "overview"), section_of(pd.NA, "other")
    ('一、概述', '')
    """
    if not isinstance(narrative, str):
        return ""
    head = f"[{section}]\n"
    if narrative.startswith(head):  # the first section, and most reports have it
        end = narrative.find(_BETWEEN, len(head))
        return narrative[len(head) : end if end >= 0 else None]
    pieces = [piece.partition("\n") for piece in narrative.split(_BETWEEN)]
    wanted = {f"[{section}]"} if section != "all" else {head for head, _, _ in pieces}
    if section == "overview":
        wanted.add(f"[{_BODY}]")
    return "\n".join(text for head, _, text in pieces if head in wanted)


def without_common(found: Prose, share: float) -> Prose:
    """Leave out what stands in more than a share of agencies.

    Raises
    ------
    SchemaError
        If there are too few agencies to tell.
    """
    settings = registry.tree("boilerplate")["common"]
    agencies = found.documents["agency_id"]
    one_each = np.flatnonzero((~agencies.duplicated() & agencies.notna()).to_numpy())
    if len(one_each) < settings["fewest"]:
        raise SchemaError(
            f"common={share} needs reports of {settings['fewest']} agencies, sources has "
            f"{len(one_each)}. Leave common out."
        )
    step = -(-len(one_each) // settings["most"])
    sample = one_each[::step]
    parts = found.shingled(sample)
    every = np.concatenate([parts.distinct(text) for text in range(len(sample))])
    hashes, count = np.unique(every, return_counts=True)
    stock = hashes[count > share * len(sample)]
    return replace(found, dropped=Known.of(np.union1d(found.dropped.hashes, stock)))


def _words(documents: pd.DataFrame, name: str) -> list[str]:
    if name not in documents.columns:
        return [""] * len(documents)
    return documents[name].astype("object").fillna("").tolist()
