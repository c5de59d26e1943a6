from collections.abc import Callable, Mapping

import pandas as pd
import pytest

from govinfo import registry, schema

PARTIES = ("natural_person", "business", "research", "public_interest", "legal_service")

Cells = Mapping[str, float | str]
MakeFacts = Callable[..., pd.DataFrame]


def _cells_of(form: str) -> list[str]:
    return [row["metric"] for row in registry.rows("forms") if row["form"] == form]


def _form_of(metric: str, forms: tuple[str, ...]) -> str:
    return next((form for form in forms if metric in _cells_of(form)), "narrative")


@pytest.fixture
def balanced() -> Callable[..., dict[str, float | str]]:
    """A request table in which everything adds up; all requests come from natural persons."""

    def build(
        new: int = 10,
        carried_in: int = 2,
        granted: int = 6,
        denied: int = 3,
        carried_out: int = 3,
        form: str = "requests.2021",
    ) -> dict[str, float | str]:
        cells: dict[str, float | str] = dict.fromkeys(_cells_of(form), 0.0)
        rows = {
            "new": new,
            "carried_in": carried_in,
            "granted": granted,
            "denied.internal_affairs": denied,
            "concluded": granted + denied,
            "carried_out": carried_out,
        }
        assert new + carried_in == granted + denied + carried_out
        for row, value in rows.items():
            cells[f"requests.{row}.natural_person"] = float(value)
            cells[f"requests.{row}.total"] = float(value)
        return cells

    return build


@pytest.fixture
def make_facts() -> MakeFacts:
    """Facts of one report: a number is reported, a word is the status of an empty cell."""

    def build(
        cells: Cells,
        *,
        agency_id: str = "620421:甲",
        agency: str | None = None,
        year: int | None = 2023,
        level: str | None = "county",
        region_code: str | None = "620421",
        source_id: str | None = None,
        forms: tuple[str, ...] = ("requests.2021", "disputes", "proactive.2021"),
        bound: str = "=",
        method: str = "cell",
        raw: str = "",
    ) -> pd.DataFrame:
        rows = [
            {
                "metric": metric,
                "value": None if isinstance(value, str) else float(value),
                "status": value if isinstance(value, str) else "reported",
                "form": _form_of(metric, forms),
            }
            for metric, value in cells.items()
        ]
        frame = pd.DataFrame(rows, columns=["metric", "value", "status", "form"]).assign(
            agency_id=agency_id,
            agency=agency if agency is not None else agency_id.split(":")[-1],
            level=level,
            region_code=region_code,
            year=year,
            unit="件",
            method=method,
            bound=bound,
            raw=raw,
            source_id=source_id or f"{agency_id}-{year}",
            at="",
        )
        return schema.conform(frame, schema.FACTS)

    return build


@pytest.fixture
def join() -> Callable[..., pd.DataFrame]:
    """Facts of several reports, one below the other."""

    def build(*frames: pd.DataFrame) -> pd.DataFrame:
        plain = [frame.astype("object") for frame in frames]
        return schema.conform(pd.concat(plain, ignore_index=True), schema.FACTS)

    return build


@pytest.fixture
def sources_of() -> Callable[..., pd.DataFrame]:
    """The sources that belong to facts; keywords set columns of all of them."""

    def build(facts: pd.DataFrame, **columns: object) -> pd.DataFrame:
        described = ["source_id", "agency_id", "agency", "level", "region_code", "year"]
        frame = facts[described].drop_duplicates("source_id").astype("object")
        frame = frame.reindex(columns=list(schema.SOURCES.columns)).assign(
            path=frame["source_id"], kind="government", scope="unknown", current=True, bytes=0
        )
        frame = frame.assign(n_reported=0, published=pd.NaT).assign(**columns)
        return schema.conform(frame.reset_index(drop=True), schema.SOURCES)

    return build
