from __future__ import annotations

import pickle

import pytest

import govinfo as gi


@pytest.mark.parametrize(
    "error", [gi.ReadError, gi.ParseError, gi.SchemaError, gi.UnknownNameError]
)
def test_errors_survive_pickling(error: type[gi.GovinfoError]) -> None:
    copy = pickle.loads(pickle.dumps(error("a.html: is empty.")))
    assert type(copy) is error
    assert str(copy) == "a.html: is empty."


def test_errors_are_also_the_built_in_kind_that_users_catch() -> None:
    assert issubclass(gi.ReadError, OSError)
    assert issubclass(gi.SchemaError, ValueError)
    assert issubclass(gi.UnknownNameError, LookupError)


def test_an_unknown_metric_gets_the_nearest_names() -> None:
    from govinfo.registry import metric

    with pytest.raises(gi.UnknownNameError, match=r"Did you mean 'requests\.new\.total'"):
        metric("requests.new.totl")


def test_an_unknown_public_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'corpus'"):
        gi.corpus  # noqa: B018
