"""The glossary: the same terms in every language, and nothing that leads nowhere."""

import json
import re

import pytest

from backstep.lessons.book import EXTRAS, LESSONS
from backstep.lessons.glossary import Term, by_letter, glossary
from backstep.lessons.mathml import formula
from backstep.paths import folder
from backstep.texts.languages import languages

# What a student must be able to look up: a sample of the words of textbooks and error messages.
EXPECTED = """
activation-function adam backpropagation batch bias chain-rule class convergence cross-entropy
data-loss derivative epoch error-term exploding-gradient feature forward-pass generalization
gradient gradient-descent he-initialization hidden-layer hyperparameter label layer learning-rate
local-minimum logit loss mini-batch momentum neuron one-hot-vector optimizer overfitting parameter
partial-derivative penalty plateau preactivation regularization relu saddle-point saturation sgd
sigmoid softmax standardization step symmetry-breaking tanh target tensor test-set token
training-set update validation-set vanishing-gradient vocabulary weight
"""


@pytest.fixture(params=languages())
def terms(request: pytest.FixtureRequest) -> dict[str, Term]:
    return glossary(languages()[request.param])


def test_every_language_has_the_same_terms() -> None:
    text = folder("static") / "text"
    shared = json.loads((text / "glossary.json").read_text("utf-8"))
    assert set(EXPECTED.split()) <= set(shared)
    for locale in languages():
        assert set(json.loads((text / locale / "glossary.json").read_text("utf-8"))) == set(shared)


def test_links_lead_to_terms_and_lessons(terms: dict[str, Term]) -> None:
    for term in terms.values():
        assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", term.slug)
        assert set(term.see) <= set(terms) - {term.slug}, term.slug
        assert term.see, term.slug
        assert not term.lesson or term.lesson in {**LESSONS, **EXTRAS}, term.slug


def test_every_term_can_be_reached_from_another(terms: dict[str, Term]) -> None:
    reached = {slug for term in terms.values() for slug in term.see}
    assert set(terms) - reached == set()


def test_an_entry_is_one_to_three_sentences(terms: dict[str, Term]) -> None:
    for term in terms.values():
        assert term.text.endswith("."), term.slug
        assert 1 <= len(re.findall(r"[.:;](?= |$)", term.text)) <= 4, term.slug
        assert len(term.text) <= 320, term.slug


def test_names_and_synonyms_stand_for_one_thing_each(terms: dict[str, Term]) -> None:
    names = [name for term in terms.values() for name in (term.name, *term.synonyms)]
    assert sorted({name.casefold() for name in names}) == sorted(map(str.casefold, names))


def test_formulas_can_be_set(terms: dict[str, Term]) -> None:
    for term in terms.values():
        for line in filter(None, (term.symbol, term.formula)):
            assert formula(line).startswith("<math"), term.slug


def test_entries_are_in_alphabetical_order(terms: dict[str, Term]) -> None:
    letters = [letter for letter, _ in by_letter(terms.values())]
    assert letters == sorted(set(letters))
    assert [each for _, group in by_letter(terms.values()) for each in group] == [*terms.values()]
