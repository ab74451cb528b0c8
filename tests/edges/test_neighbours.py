"""Going over from the exact search to the graph, and staying where there is none."""

import logging

import numpy as np

from newsloom.edges import neighbours
from newsloom.edges.neighbours import EXACT_UP_TO, GraphNeighbours, open_neighbours
from newsloom.match.neighbours import ExactNeighbours
from tests.contract.test_neighbours import WIDTH, clustered


def test_the_graph_takes_over_when_they_are_too_many():
    vectors = clustered(300)
    held = open_neighbours(WIDTH, exact_up_to=200)
    held.add(range(200), vectors[:200])
    assert isinstance(held.held, ExactNeighbours)
    held.drop(range(50))
    held.add(range(200, 250), vectors[200:250])
    assert isinstance(held.held, ExactNeighbours)
    held.add(range(250, 300), vectors[250:])
    assert isinstance(held.held, GraphNeighbours)
    assert len(held) == 250
    assert held.nearest(vectors[50:], 1).places[:, 0].tolist() == list(range(50, 300))


def test_without_the_package_it_stays_exact_and_says_so_once(monkeypatch, caplog):
    monkeypatch.setattr(neighbours, "find_spec", lambda name: None)
    vectors = clustered(300)
    held = open_neighbours(WIDTH, exact_up_to=100)
    with caplog.at_level(logging.WARNING):
        for start in range(0, 300, 50):
            held.add(range(start, start + 50), vectors[start : start + 50])
    assert isinstance(held.held, ExactNeighbours)
    assert [record.getMessage() for record in caplog.records] == [
        "more than 100 vectors are compared one by one; `pip install newsloom[usearch]` finds "
        "neighbours faster"
    ]
    assert held.nearest(vectors, 1).places[:, 0].tolist() == list(range(300))


def test_the_exact_search_is_what_a_usual_newsroom_has():
    held = open_neighbours(WIDTH)
    held.add([1], clustered(1))
    assert isinstance(held.held, ExactNeighbours)
    assert EXACT_UP_TO >= 20_000


def test_answers_of_the_graph_are_the_exact_ones_but_for_a_few():
    vectors, places = clustered(4000), np.arange(4000)
    exact, graph = ExactNeighbours(WIDTH), GraphNeighbours(WIDTH)
    exact.add(places, vectors)
    graph.add(places, vectors)
    wanted, found = exact.nearest(vectors[:500], 40), graph.nearest(vectors[:500], 40)
    assert (wanted.places == found.places).mean() > 0.95
    same = wanted.places == found.places
    assert np.abs(wanted.likeness[same] - found.likeness[same]).max() < 1e-5
