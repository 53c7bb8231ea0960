"""What the knowledge remembers: the same answers as without, in bounded memory."""

import pickle

from hypothesis import given
from hypothesis import strategies as st

from cchc_nlp.knowledge.remembering import Remembered


@given(st.lists(st.text(max_size=6)))
def test_answers_are_those_of_the_look_up_whatever_was_asked_before(questions):
    known = Remembered(str.upper)
    assert [known(question) for question in questions] == [question.upper() for question in questions]


def test_an_answer_is_worked_out_once():
    asked = []
    known = Remembered(lambda question: asked.append(question) or len(question))
    assert [known(("a", "bc")), known(("a", "bc")), known("bc")] == [2, 2, 2]
    assert asked == [("a", "bc"), "bc"]


def test_what_is_kept_is_bounded_however_much_is_asked():
    known = Remembered(str.upper)
    for number in range(30_000):
        known(f"{number:0>500}")
    known("x" * 10_000_000)
    assert len(pickle.dumps(known)) < 8_000_000


def test_what_is_known_travels_with_it():
    known = Remembered(str.upper)
    known("a")
    there = pickle.loads(pickle.dumps(known))
    assert [there("a"), there("b")] == ["A", "B"]
