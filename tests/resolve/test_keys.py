"""Keys: which spellings of a name meet under one, and which never do."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.resolve.keys import compact, fold, is_slavic, slavic, surname_key
from kg.resolve.people import likeness, name_parts

SPELLINGS = [
    "Selenskyj Selenski Selenskij Selenskyi Zelensky Zelenskyy Zelenskiy",
    "Lawrow Lavrov",
    "Peskow Peskov",
    "Gorbatschow Gorbachev",
    "Janukowytsch Janukowitsch Yanukovych",
    "Jazenjuk Yatsenyuk",
    "Saluschnyj Saluschny Zaluzhny Zaluzhnyi",
    "Medwedew Medvedev",
    "Medwedtschuk Medvedchuk",
    "Sacharowa Zakharova",
    "Poroschenko Poroshenko",
    "Tymoschenko Timoschenko Tymoshenko",
    "Jelzin Yeltsin",
    "Chodorkowski Chodorkowskij Khodorkovsky",
    "Prigoschin Prigozhin",
    "Kusnezow Kuznetsov",
    "Vučić Vucic",
]
APART = [("Mayer", "Maier"), ("Wagner", "Vagner"), ("Schmitz", "Schmits"), ("Lawrow", "Lawrenz"), ("Peskow", "Pankow")]

SOUNDS = {
    "sch": "sh",
    "tsch": "ch",
    "ch": "kh",
    "w": "v",
    "ts": "ts",
    "l": "l",
    "n": "n",
    "r": "r",
    "k": "k",
    "d": "d",
    "m": "m",
    "b": "b",
}
VOWELS = {"a": "a", "o": "o", "i": "i", "u": "u"}
ENDS = {"ow": "ov", "owa": "ova", "skij": "sky", "enko": "enko", "owitsch": "ovich"}


@st.composite
def transliterated(draw):
    """An invented Slavic surname by the German and by the English table."""
    syllables = draw(
        st.lists(st.tuples(st.sampled_from(list(SOUNDS)), st.sampled_from(list(VOWELS))), min_size=1, max_size=3)
    )
    last, end = draw(st.sampled_from("lnrkdmb")), draw(st.sampled_from(list(ENDS)))
    german = "".join(sound + vowel for sound, vowel in syllables) + last + end
    english = "".join(SOUNDS[sound] + VOWELS[vowel] for sound, vowel in syllables) + last + ENDS[end]
    return german.capitalize(), english.capitalize()


@pytest.mark.parametrize("spellings", SPELLINGS)
def test_the_spellings_of_a_slavic_surname_share_a_key(spellings):
    assert len({surname_key(name) for name in spellings.split()}) == 1


@pytest.mark.parametrize("pair", APART, ids="-".join)
def test_other_names_do_not(pair):
    one, other = map(surname_key, pair)
    assert one != other


@given(transliterated())
def test_german_and_english_tables_meet(names):
    german, english = names
    assert is_slavic(german) and is_slavic(english)
    assert surname_key(german) == surname_key(english)


@given(st.text(max_size=20))
def test_a_key_depends_on_neither_case_nor_composition(name):
    for key in (fold, compact, slavic, surname_key):
        assert key(unicodedata.normalize("NFD", name)) == key(unicodedata.normalize("NFC", name))
    assert fold(name.upper()) == fold(name.upper().lower().upper())


@pytest.mark.parametrize("pair", [("Weiß", "Weiss"), ("Müßig", "Muessig"), ("Yıldız", "Yildiz"), ("O’Neill", "ONeill")])
def test_letters_and_their_replacements_fold_alike(pair):
    assert len({surname_key(name) for name in pair}) == 1


GIVEN = st.lists(st.sampled_from(["Hanna", "Ole", "Hans-Peter", "H.", "O.", "Hans", "P."]), min_size=1, max_size=2)


@given(GIVEN, GIVEN)
def test_likeness_is_symmetric_and_sure_of_itself(one, other):
    left, right = (name_parts(" ".join([*given, "Vogt"])) for given in (one, other))
    assert likeness(left, right) == likeness(right, left)
    assert likeness(left, left) == 1.0


@pytest.mark.parametrize("other", ["Hans-Peter Vogt", "HANS PETER VOGT"])
def test_a_hyphen_or_a_blank_makes_no_difference(other):
    assert likeness(name_parts("Hans Peter Vogt"), name_parts(other)) == 1.0


@pytest.mark.parametrize(("other", "score"), [("H. Vogt", 0.8), ("Ole Vogt", 0.0), ("Hanne Vogt", 0.0)])
def test_only_an_initial_stands_for_another_given_name(other, score):
    assert likeness(name_parts("Hanna Vogt"), name_parts(other)) == score
