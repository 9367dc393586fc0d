"""What a query may hold, and how parameters get into it."""

from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.store import sparql

EVIL = "<http://127.0.0.1:9/>{ ?s ?p ?o }"


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ SERVICE {EVIL} }}",
        f"SELECT * {{ service silent {EVIL} }}",
        f"SELECT * {{ {{}}SERVICE{EVIL} }}",
        f"SELECT * {{ ?s ?p 'x'SERVICE{EVIL} }}",
        f"SELECT * {{ ?s ?p 1e5SERVICE{EVIL} }}",
        "PREFIX : <http://127.0.0.1:9/> SELECT * { ?s ?p 1e5SERVICE:x{ ?s ?p ?o } }",
        f"SELECT * {{ ?s ?p ?a,?b FILTER(?a<?b)SERVICE#>\n{EVIL} }}",
        f"SELECT * {{ ?s ?p ?a FILTER(?a<?b#c>'''\n) SERVICE {EVIL} }} #'''",
        f"SELECT * {{ ?s ?p ?a FILTER(?a<?b&&'>'!=?c)SERVICE {EVIL} }}",
        f"# '\nSELECT * {{ SERVICE {EVIL} }} # '",
        f"SELECT * {{ ?s <http://x/\\u0027> ?o . SERVICE {EVIL} }}",
        f"SELECT * {{ ?s ex:a\\'b ?o . SERVICE {EVIL} FILTER(?o = ex:c\\'d) }}",
        f'SELECT * {{ ?s ?p """a"b"""SERVICE {EVIL} }}',
    ],
)
def test_no_query_reaches_out_however_it_is_disguised(query):
    with pytest.raises(QueryError, match=r"SERVICE is refused|put a blank after <|not closed"):
        sparql.inspect(query)


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?s ?p "Der Service war gut" }',
        "SELECT * { ?s ?p '''SERVICE <x> {}''' } # SERVICE",
        "SELECT ?service { ?service schema:serviceType <http://x.example/service#1> }",
        "SELECT * { ?a ?p ?b FILTER(?a < ?b) FILTER(?b>?a) }",
    ],
)
def test_the_word_itself_is_harmless(query):
    sparql.inspect(query)


@pytest.mark.parametrize(
    "update", ["INSERT DATA { <urn:a> <urn:b> 1 }", "# x\nPREFIX a: <urn:b#>\nclear all", "LOAD <urn:x>"]
)
def test_an_update_is_refused_by_name(update):
    with pytest.raises(QueryError, match="is an update, and queries here only read"):
        sparql.inspect(update)


def test_a_string_that_is_not_closed_is_shown():
    with pytest.raises(QueryError, match=r"a string is not closed: line 2, column 9"):
        sparql.inspect("SELECT * {\n  ?s ?p 'Rhein }\n}")


def test_an_update_word_inside_a_query_is_no_update():
    sparql.inspect("SELECT ?insert { ?delete rdfs:label 'DROP' }")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_bound_text_arrives_as_it_is(text):
    bound = sparql.bind(
        "SELECT ($x AS ?out) { FILTER('$x' != \"$x\" || true) } # $x", {"x": str(pyoxigraph.Literal(text))}
    )
    [row] = pyoxigraph.Store().query(bound)
    assert row["out"].value == text


def test_an_unknown_parameter_is_named_with_those_there_are():
    with pytest.raises(QueryError, match=r"no parameter \$wer \(it has: \$was, \$wo\)"):
        sparql.bind("SELECT * { ?u ?p $was , $wo }", {"wer": "1"})


def test_a_syntax_error_shows_the_line():
    message = sparql.explain("SELECT * {\n  ?äö ?p\n}", "error at 3:1: expected OPTIONAL")
    assert message == "malformed query: line 3, column 1\n}\n^"
