import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.match.average_link import Joint, joints

SIZES = st.integers(0, 9)


def symmetric(values: list[float], size: int) -> np.ndarray:
    """Return a matrix filled from ``values``, mirrored."""
    found = np.zeros((size, size))
    found[np.triu_indices(size, 1)] = values[: size * (size - 1) // 2]
    return found + found.T


def test_the_nearest_are_joined_first_and_means_are_over_all_pairs() -> None:
    likeness = symmetric([0.9, 0.2, 0.4, 0.1, 0.3, 0.8], 4)
    assert list(joints(likeness)) == [
        Joint((0,), (1,), 0.9),
        Joint((2,), (3,), 0.8),
        Joint((0, 1), (2, 3), 0.25),
    ]


@given(SIZES.flatmap(lambda n: st.tuples(st.just(n), st.lists(st.floats(0, 1), min_size=36))))
def test_every_joint_is_the_best_there_is(drawn: tuple[int, list[float]]) -> None:
    size, values = drawn
    likeness = symmetric(values, size)
    groups = {(row,) for row in range(size)}
    for joint in joints(likeness):
        assert {joint.one, joint.two} <= groups
        best = max(
            likeness[np.ix_(one, two)].mean() for one in groups for two in groups if one != two
        )
        assert joint.likeness == pytest.approx(best, abs=1e-8)
        groups -= {joint.one, joint.two}
        groups.add(tuple(sorted((*joint.one, *joint.two))))
    assert len(groups) == min(size, 1)
