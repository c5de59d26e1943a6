"""Who copied whom: the prose of reports compared with one another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from govinfo import registry, schema
from govinfo.analyse._grid import UNNAMED
from govinfo.analyse.likeness.hashes import Ints, alike
from govinfo.analyse.likeness.minhash import Signatures, candidates, likely
from govinfo.analyse.likeness.passages import shared_passages
from govinfo.analyse.likeness.prose import Prose, prose, without_common
from govinfo.analyse.likeness.shingles import shingles

_NEEDED = ("source_id", "agency_id", "year", "narrative")
_PAIRS = 32  # pairs scored at a time
_RELATIONS = np.array(["other", "self", "version", None], dtype=object)


def similarity(
    sources: pd.DataFrame,
    *,
    at_least: float = 0.4,
    section: str = "overview",
    mask_names: bool = True,
    common: float | None = None,
    characters: int | None = None,
    passages: bool = True,
) -> pd.DataFrame:
    r"""Find reports whose prose is alike: an agency's own of other years, or of others.

    Parameters
    ----------
    sources : DataFrame
        The sources frame; ``source_id``, ``agency_id``, ``year`` and ``narrative`` are
        needed, ``agency``, ``region_code`` and ``spellings`` are used where they are there.
    at_least : float, default 0.4
        The lowest score that is given [1].
    section : str, default "overview"
        What is compared: overview, problems, other, or all. Reports without the outline of
        2019 have one text, which stands for their overview.
    mask_names : bool, default True
        Whether a place or an agency counts as any other: the names of all units of the
        gazetteer, and those of the report's own agency and place.
    common : float, optional
        Shingles in more than this share of agencies count as boilerplate, too [1]: what
        a province tells all to write. Judged on one report each of up to 2,000 agencies;
        at least 100 are needed. No share where left out.
    characters : int, optional
        A text with fewer characters after cleaning is compared with none; that of
        ``registry/boilerplate.toml`` where left out.
    passages : bool, default True
        Whether to look for the passages that pairs share.

    Returns
    -------
    DataFrame
        One row per pair, by ``score``, highest first: ``source_id`` and ``other_id`` (key;
        the earlier year first, of one year the lower id), ``agency_id`` and
        ``other_agency_id``, ``year`` and ``other_year``, ``relation`` (self: one agency,
        two years; version: one agency and year; other: two agencies; NA where one names no
        agency), ``score`` (shingles of both over shingles of either [1]), ``contained`` (over
        those of the shorter [1]), ``n_shared`` (shingles of both), ``longest`` (Han
        characters of the longest shared passage) and ``passages`` (up to three, as the
        first prints them, parted by `` … ``). Without ``passages`` these two are -1 and NA.

    Raises
    ------
    SchemaError
        If a column is missing, or ``common`` is given with fewer than 100 agencies.
    UnknownNameError
        If there is no such section.

    Notes
    -----
    A text is reduced to its simplified Han characters (digits, letters and marks are
    dropped), names are masked, and shingles of five characters that stand in a phrase of
    ``registry/boilerplate.toml`` or a label of the forms are left out. ``score`` is the
    exact Jaccard similarity of the shingles that are left.

    Not all pairs are scored. Reports of one agency are compared with those of the same
    year and the year before. All other pairs are found by MinHash [1]_ [2]_: 128 bins, banded by
    four, so that a pair of similarity J is found with chance 1 - (1 - J⁴)³²: .56 at .4,
    .87 at .5, .99 at .6 and above .999 from .7 on. Where more than nine texts look the same,
    each is compared with the eight before it and with the first, in the order of year and id.

    References
    ----------
    .. [1] A. Broder, On the resemblance and containment of documents, 1997.
    .. [2] P. Li, A. Owen, C.-H. Zhang, One permutation hashing, 2012; A. Shrivastava,
       Optimal densification for fast and accurate minwise hashing, 2017.

    Examples
    --------
    >>> import pandas as pd
    >>> import govinfo as gi
    >>> text = "[overview]\n" + "".join(map(chr, range(0x4E00, 0x4F80))) + "，公开{}件。"
    >>> sources = pd.DataFrame(
    ...     {"source_id": ["a", "b"], "agency_id": ["x", "y"], "year": [2022, 2023],
    ...      "narrative": [text.format(3), text.format(12)]})
    >>> from govinfo.analyse.similarities import similarity
    >>> similarity(sources)[["source_id", "other_id", "relation", "score"]]
      source_id other_id relation  score
    0         a        b    other    1.0
    """
    schema.require(sources, _NEEDED, what="sources")
    found = prose(sources, section=section, mask_names=mask_names)
    if common is not None:
        found = without_common(found, common)
    fewest = registry.tree("boilerplate")["characters"] if characters is None else characters
    return compare(found, *found.sketched(), at_least, fewest, passages=passages)


def compare(
    found: Prose,
    signed: Signatures,
    length: Ints,
    at_least: float,
    characters: int,
    *,
    passages: bool = True,
) -> pd.DataFrame:
    """Compare texts with their signatures and lengths known: `similarity` without its sketch."""
    first, second = _pairs(found.documents, signed, length >= max(characters, 1))
    maybe = likely(signed, first, second, at_least)
    return _edges(found, first[maybe], second[maybe], at_least, passages)


def _pairs(
    documents: pd.DataFrame, signed: Signatures, long: npt.NDArray[np.bool_]
) -> tuple[Ints, Ints]:
    """Pairs worth a look, the earlier first: buckets, and the years of one agency."""
    rows = np.flatnonzero(long)
    first, second = candidates(signed[rows])
    size = np.int64(max(len(documents), 1))
    keys = [rows[first] * size + rows[second]]
    agency = pd.factorize(documents["agency_id"])[0]
    year = documents["year"].to_numpy(dtype="float64", na_value=np.nan)
    known = np.flatnonzero(long & (agency >= 0) & ~np.isnan(year))
    known = known[np.argsort(agency[known], kind="stable")]  # by agency, then year and id
    step = 1
    while step < len(known):
        one, other = known[:-step], known[step:]
        near = (agency[one] == agency[other]) & (year[other] - year[one] <= 1)
        if not near.any():
            break
        keys.append(one[near] * size + other[near])
        step += 1
    pairs = np.unique(np.concatenate(keys))
    return pairs // size, pairs % size


def _edges(
    found: Prose, first: Ints, second: Ints, at_least: float, passages: bool
) -> pd.DataFrame:
    rows: list[tuple[Any, ...]] = []
    for start in range(0, len(first), _PAIRS):
        block = slice(start, start + _PAIRS)
        rows += _scored(found, first[block], second[block], at_least, passages)
    if not rows:
        return schema.empty(schema.SIMILARITIES)
    columns = ["one", "two", "score", "contained", "n_shared", "longest", "passages"]
    frame = pd.DataFrame(rows, columns=columns)
    frame = frame.sort_values(["score", "one", "two"], ascending=[False, True, True])
    documents = found.documents
    for side, prefix in (("one", ""), ("two", "other_")):
        of = documents.iloc[frame[side].to_numpy()]
        names = {f"{prefix}{'id' if prefix else 'source_id'}": of["source_id"].to_numpy()}
        names |= {f"{prefix}{name}": of[name].to_numpy() for name in ("agency_id", "year")}
        frame = frame.assign(**names)
    frame["relation"] = _RELATIONS[_relation(frame)]
    return schema.conform(frame.reset_index(drop=True), schema.SIMILARITIES)


def _relation(frame: pd.DataFrame) -> Ints:
    """Say which of `_RELATIONS` a pair is: NA where one does not name its agency."""
    ids = [frame[side].astype("object") for side in ("agency_id", "other_agency_id")]
    unnamed = np.zeros(len(frame), dtype=bool)
    for side in ids:
        unnamed |= side.isna().to_numpy() | side.astype("str").str.startswith(UNNAMED).to_numpy()
    one = ((ids[0] == ids[1]) & ~unnamed).to_numpy(dtype=bool)
    year = (frame["year"] == frame["other_year"]).fillna(False).to_numpy(dtype=bool)
    return np.where(unnamed, 3, one.astype(np.int64) + (one & year))


def _scored(
    found: Prose, first: Ints, second: Ints, at_least: float, passages: bool
) -> Iterator[tuple[Any, ...]]:
    """Score pairs exactly; those at least so similar, with what they share."""
    documents = np.unique(np.concatenate([first, second]))
    cleaned = found.cleaned(documents.tolist(), track=passages)
    made = shingles(cleaned, found.dropped)
    spans = [made.span(text) for text in range(len(documents))]
    same, kept = alike(made.hashes), made.kept()
    own = [same[span] for span in spans]
    once = [each & kept[span] for each, span in zip(_one_of_each(own), spans, strict=True)]
    size = [np.count_nonzero(each) for each in once]
    theirs = np.zeros(len(same), dtype=bool)
    places = zip(
        *(np.searchsorted(documents, side).tolist() for side in (first, second)), strict=True
    )
    for one, two in places:
        theirs[own[two]] = True
        both = theirs.take(own[one], mode="clip")
        theirs[own[two]] = False
        shared = np.count_nonzero(both & once[one])
        score = shared / (size[one] + size[two] - shared)
        if score < at_least:
            continue
        longest, printed = -1, None
        if passages:
            text = found.texts[documents[one]]
            longest, printed = shared_passages(text, cleaned, both, one, two)
        contained = shared / min(size[one], size[two])
        yield documents[one], documents[two], score, contained, shared, longest, printed


def _one_of_each(own: list[Ints]) -> Iterator[npt.NDArray[np.bool_]]:
    """Say of the numbers of each text which to count, so that equal ones count once."""
    last = np.empty(1 + max(int(each.max(initial=0)) for each in own), dtype=np.int64)
    for each in own:
        place = np.arange(len(each))
        last[each] = place
        yield last.take(each, mode="clip") == place
