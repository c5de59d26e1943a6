import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from govinfo.analyse.flagging.robust import compared, members
from govinfo.analyse.flagging.years import _leave_one_out

amounts = st.lists(st.floats(0.01, 1e6), min_size=1, max_size=30)


@given(amounts)
def test_the_median_of_the_others_leaves_out_one_value(values):
    array = np.array(values)
    medians, counts = _leave_one_out(array, np.zeros(len(array), dtype=np.int64))
    assert counts.tolist() == [len(values) - 1] * len(values)
    for place, median in enumerate(medians):
        others = np.delete(array, place)
        assert (np.isnan(median) and not len(others)) or median == np.median(others)


def test_groups_are_told_apart_and_the_unknown_left_out():
    group = np.array([2, -1, 0, 2, 0, -1])
    assert [rows.tolist() for rows in members(group)] == [[2, 4], [0, 3]]


def test_peers_that_do_not_differ_give_no_deviation():
    found = compared(np.array([[5.0]] * 8 + [[9.0]]), np.zeros(9, dtype=np.int64), 8)
    assert np.isnan(found.z).all()
    assert set(found.n[:, 0]) == {9}
    assert found.times[:, 0].tolist() == [0.0] * 8 + [np.inf]


def test_too_few_known_values_give_no_deviation():
    values = np.array([[1.0], [2.0], [4.0], [np.nan]])
    found = compared(values, np.zeros(4, dtype=np.int64), 4)
    assert np.isnan(found.z).all()
    assert np.isnan(found.times).all()
    assert set(found.n[:, 0]) == {3}


def test_whoever_is_no_peer_is_compared_but_does_not_count():
    values = np.array([[1.0], [2.0], [3.0], [4.0], [100.0]])
    peers = np.array([True, True, True, True, False])
    found = compared(values, np.zeros(5, dtype=np.int64), 4, peers=peers)
    assert found.median[0, 0] == 2.5
    assert found.n[4, 0] == 4
    assert found.z[4, 0] > 60
