"""What the engine says of pairs, and how it is counted."""

import pytest

from newsloom.edges.embed import WordsOnly
from newsloom.settings import Matching
from newsloom.trial.answers import Answer, answer_pairs, tallies
from newsloom.trial.pairs import Pair, PairLabel, read_pairs
from tests.trial.files import LOCK, PEARS, jsonl, pair

OWN = (
    " The mayor promised that the ferry to the islands would run from a pontoon beside the fish "
    "market until the lock opens again. Insurers put the cost of the closure at several million "
    "crowns a week, most of it borne by the mills. A spokeswoman for the mills said that bread "
    "would not become dearer before the summer, and that the silos hold grain for three weeks. "
    "Two tugs from Tarn are on their way to tow the barges that lie in the old basin."
)
COPY, PART = f"{LOCK} {OWN}", f"{LOCK} {PEARS} {PEARS[::-1]}"


def answer(*rows):
    return answer_pairs(read_pairs(jsonl(rows).split(b"\n"), "x"), Matching(), WordsOnly())


def test_copies_are_told_from_distinct_texts():
    rows = (
        pair("copy", text1=COPY, text2=COPY, domain1="a.example", domain2="b.example"),
        pair("distinct", id1="c", id2="d", domain1="c.example", domain2="d.example",
             text1=f"{PEARS} One.", text2=f"{OWN} Two."),
    )  # fmt: skip
    assert [a.said for a in answer(*rows)] == ["copy", "distinct"]
    assert [a.probability for a in answer(*rows)] == [None, None]


def test_a_shared_passage_is_partial():
    row = pair("partial", text1=COPY, text2=PART, domain1="a.example", domain2="b.example")
    assert [a.said for a in answer(row)] == ["partial"]


def test_events_are_told_by_the_pair_model():
    headlines = ("Velm closes northern lock after cracks in gates",
                 "Cracks in gates: Velm harbour closes northern lock")  # fmt: skip
    rows = (
        pair("SAME", title1=headlines[0], title2=headlines[1], text1="", text2=""),
        pair("DIFFERENT", id1="c", id2="d"),
    )
    same, different = answer(*rows)
    assert (same.said, different.said) == ("same", "different")
    assert same.probability >= Matching().join_probability > different.probability >= 0


def test_both_kinds_may_stand_in_one_file():
    said = [a.said for a in answer(pair("DIFFERENT"), pair("distinct"))]
    assert said == ["different", "distinct"]


def told(*both):
    one = Pair("a", "b", PairLabel.COPY, "")
    return [
        Answer(Pair(one.one, one.two, PairLabel(label), ""), PairLabel(said), None)
        for label, said in both
    ]


def test_tallies_by_hand():
    found = tallies(
        told(("copy", "copy"), ("copy", "partial"), ("partial", "copy"), ("distinct", "copy"))
    )
    numbers = {k: (t.agreement.precision, t.agreement.recall, t.count) for k, t in found.items()}
    assert numbers == {
        "copy": (pytest.approx(1 / 3), 1 / 2, 2),
        "partial": (0, 0, 1),
        "distinct": (0, 0, 1),
    }
    assert found[PairLabel.COPY].said == {"copy": 1, "partial": 1, "distinct": 0}
    assert found[PairLabel.COPY].agreement.f1 == pytest.approx(0.4)


def test_only_kinds_that_are_asked_are_counted():
    assert set(tallies(told(("same", "same")))) == {"same", "different"}
    assert tallies(told(("same", "same")))[PairLabel.DIFFERENT].agreement.f1 == 1
