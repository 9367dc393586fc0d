"""The JSON API, asked over HTTP."""

import csv
import io
import json
import subprocess
from urllib.parse import quote
from xml.etree import ElementTree

import httpx
import pytest
from desk import HOSTILE, HOSTILE_NAME, HOSTILE_OUTLET, TOKEN
from jsonschema import Draft202012Validator
from serving import KG, served

from kg import ask
from kg.store import Store
from kg.web.api import routes


@pytest.fixture(scope="module")
def api(desk):
    with httpx.Client(
        base_url=f"{desk.url}api", headers={"authorization": f"Bearer {TOKEN}".encode()}, timeout=60
    ) as client:
        yield client


@pytest.fixture(scope="module")
def description(api):
    return api.get("/openapi.json").json()


def items(api, path, **given):
    answer = api.get(path, params=given)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def one(api, path, node):
    answer = api.get(f"{path}/{quote(node, safe='')}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def validate(description, operation, answer):
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    Draft202012Validator({**schema, "components": description["components"]}).validate(answer)


# The description


def test_every_route_is_described_and_every_description_is_a_route(description):
    (mount,) = routes()
    there = {(f"/api{route.path}", method.lower()) for route in mount.routes for method in route.methods - {"HEAD"}}
    told = {(path, method) for path, methods in description["paths"].items() for method in methods}
    assert told == there - {("/api/openapi.json", "get")}


def test_the_description_keeps_to_openapi(description):
    openapi = pytest.importorskip("openapi_spec_validator")
    openapi.validate(description)


LISTS = [
    "search",
    "speakers",
    "outlets",
    "utterances",
    "claims",
    "chains",
    "findings",
    "articles",
    "relations",
    "queries",
]


@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_as_it_is_described(api, description, path):
    given = {"q": "Thalmann"} if path == "search" else {}
    answer = api.get(f"/{path}", params=given).json()
    assert answer["items"]
    validate(description, description["paths"][f"/api/{path}"]["get"], answer)


@pytest.mark.parametrize("path", ["speakers", "utterances", "claims", "findings", "articles"])
def test_a_thing_is_as_it_is_described(api, description, path):
    for each in items(api, f"/{path}", limit=8):
        validate(description, description["paths"][f"/api/{path}/{{id}}"]["get"], one(api, path, each["id"]))


@pytest.mark.parametrize("path", ["summary", "graph"])
def test_what_is_told_of_all_is_as_it_is_described(api, description, path):
    validate(description, description["paths"][f"/api/{path}"]["get"], api.get(f"/{path}").json())


# Who said what


def test_utterances_of_a_speaker_are_those_that_the_command_line_tells(api, desk_store):
    with Store.open(desk_store) as store:
        _, rows = ask.who(store, "Thalmann")
    told = items(api, "/utterances", speaker="Rüdiger Thalmann", limit=500)
    assert [each["date"] for each in told] == [row["date"] for row in rows]
    assert {each["id"]: each["cue"] for each in told} == {row["utterance"]: row["cue"] for row in rows}


def test_a_name_in_another_spelling_means_the_same_speaker(api):
    assert items(api, "/utterances", speaker="ruediger thalmann") == items(
        api, "/utterances", speaker="Rüdiger Thalmann"
    )


def test_claims_are_those_that_the_command_line_tells(api, desk_store):
    with Store.open(desk_store) as store:
        rows = ask.claims(store)
    assert [each["id"] for each in items(api, "/claims", limit=500)] == [row["claim"] for row in rows]


def test_days_are_included_and_may_be_written_the_german_way(api):
    told = items(api, "/utterances", **{"from": "11.9.2024", "to": "2024-09-12", "limit": 500})
    assert {each["date"] for each in told} == {"2024-09-11", "2024-09-12"}


def test_an_outlet_narrows_by_its_name_or_its_iri(api):
    by_name = items(api, "/utterances", outlet="querblick")
    assert by_name and by_name == items(api, "/utterances", outlet=by_name[0]["outlet"]["id"])


def test_words_narrow_in_any_of_their_forms(api):
    told = items(api, "/utterances", about="Fisch", limit=500)
    assert any("Fische" in each["wording"] for each in told)


def test_a_chain_runs_from_the_nearest_reporter_to_its_end(api):
    told = next(each for each in items(api, "/chains", limit=500) if len(each["steps"]) > 1)
    assert told["end"]["label"] == told["steps"][-1]["label"]


def test_the_page_of_an_article_has_its_whole_text(api, desk_store):
    told = items(api, "/articles")[0]
    with Store.open(desk_store) as store:
        text = store.extraction(told["id"]).article.text
    page = one(api, "articles", told["id"])
    assert "".join(segment["words"] for segment in page["segments"]) == text
    marked = {utterance for segment in page["segments"] for utterance, part in segment["parts"] if part == "quote"}
    assert marked == {each["id"] for each in page["utterances"]}


def test_a_hedge_that_a_printing_lost_is_named(api):
    (hit, *_) = items(api, "/search", q="vermutlich aus einer Industrieanlage", kind="claim")
    page = one(api, "claims", hit["id"])
    lost = {(part["words"], part["change"]) for each in page["printings"] for part in each["missing"]}
    assert ("vermutlich", "hedge lost") in lost


def test_a_claim_that_one_agency_carries_has_one_origin_in_many_outlets(api):
    pages = [one(api, "claims", each["id"]) for each in items(api, "/claims", limit=8)]
    several = [page["origins"] for page in pages if page["origins"]["outlets"] > 2]
    assert any(told["least"] == told["most"] == 1 for told in several)
    assert all(len(page["origins"]["roads"]) == page["utterances"] for page in pages)


def test_printings_are_held_against_the_one_that_is_asked_for(api):
    claim = items(api, "/claims")[0]["id"]
    last = one(api, "claims", claim)["printings"][-1]["id"]
    answer = api.get(f"/claims/{quote(claim)}", params={"against": last}).json()
    assert answer["against_which"] == last
    assert not answer["printings"][-1]["missing"]


def test_what_contradicts_a_claim_stands_against_it(api):
    found = next(each for each in items(api, "/relations", relation="contradicts") if each["left"]["claim"])
    page = one(api, "claims", found["left"]["claim"])
    assert found["id"] in [each["id"] for each in page["against"]]


# Search


@pytest.mark.parametrize(
    ("query", "kind", "wanted"),
    [
        ("thalmann", "speaker", "Rüdiger Thalmann"),
        ("RUEDIGER", "speaker", "Rüdiger Thalmann"),
        ("Rudiger Thalm", "speaker", "Rüdiger Thalmann"),
        ("Querblick", "outlet", "Querblick"),
        ("Landesspieg", "outlet", "Landesspiegel"),
    ],
)
def test_a_search_finds_names_however_they_are_written(api, query, kind, wanted):
    assert items(api, "/search", q=query, kind=kind)[0]["label"] == wanted


@pytest.mark.parametrize("query", ["Fischen", "Fischsterben Ammoniak", "ammoniakwerten", "sterben"])
def test_a_search_finds_words_in_other_forms_and_at_the_end_of_compounds(api, query):
    assert "Fischsterben: Hohe Ammoniakwerte in der Wessel" in {
        each["label"] for each in items(api, "/search", q=query, kind="article")
    }


@pytest.mark.parametrize("query", ["2024-09-11", "11.9.2024", "11. September 2024", "11. september"])
def test_a_search_finds_days(api, query):
    found = items(api, "/search", q=query, kind="utterance", limit=500)
    assert {each["date"] for each in found} >= {"2024-09-11"}
    assert api.get("/search", params={"q": f"{query} Querblick", "kind": "utterance"}).status_code == 200


def test_a_search_says_which_words_it_found(api):
    (hit, *_) = items(api, "/search", q="industrieanlagen", kind="claim")
    assert [part["words"] for part in hit["parts"] if part["marked"]] == ["Industrieanlage"]


@pytest.mark.parametrize("query", ['"', "„", "AND", "a*b", "NEAR(", "-", "x OR y", "'", "%", "\x00"])
def test_a_search_for_signs_is_no_error(api, query):
    assert api.get("/search", params={"q": query}).status_code == 200


# Pages


def test_pages_fit_together(api):
    whole = [each["id"] for each in items(api, "/utterances", limit=500)]
    pages, cursor = [], None
    while cursor is not None or not pages:
        answer = api.get("/utterances", params={"limit": 40} | ({"cursor": cursor} if cursor else {})).json()
        pages += [each["id"] for each in answer["items"]]
        cursor = answer["cursor"]
    assert pages == whole
    assert len(set(whole)) == answer["total"]


@pytest.mark.parametrize(
    ("path", "given", "reason"),
    [
        ("/utterances", {"from": "neulich"}, "not a date"),
        ("/utterances", {"cursor": "xyz"}, "cursor"),
        ("/utterances", {"limit": "0"}, "limit"),
        ("/utterances", {"spaeker": "Thalmann"}, "no parameter spaeker"),
        ("/utterances", {"format": "graphml"}, "json, csv, jsonld"),
        ("/findings", {"severity": "schlimm"}, "severity is"),
        ("/findings", {"verdict": "vielleicht"}, "verdict is"),
        ("/search", {}, "q is missing"),
    ],
)
def test_a_question_that_makes_no_sense_is_answered_with_the_reason(api, path, given, reason):
    answer = api.get(path, params=given)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert reason in answer.json()["detail"]


@pytest.mark.parametrize("path", ["speakers", "utterances", "claims", "findings", "articles"])
def test_what_is_not_there_is_not_found(api, path):
    assert api.get(f"/{path}/urn:wortlaut:nichts").status_code == 404


# Files


def test_csv_has_every_row_and_no_formula(api):
    answer = api.get("/utterances", params={"format": "csv"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert "attachment" in answer.headers["content-disposition"]
    assert len(rows) == api.get("/utterances").json()["total"]
    assert not [cell for row in rows for cell in row.values() if cell[:1] in "=+@" and cell]
    assert HOSTILE_NAME in {row["speaker"] for row in rows}


def test_json_ld_of_an_utterance_has_its_parts(api):
    told = items(api, "/utterances")[0]
    document = api.get(f"/utterances/{quote(told['id'])}", params={"format": "jsonld"}).json()
    nodes = {node["id"]: node for node in document["graph"]}
    assert nodes[told["id"]]["wording"] == told["wording"]
    assert f"{told['id']}#quote-0-text" in nodes


def test_findings_are_told_in_german_and_in_english(api):
    found = items(api, "/findings", check="hedge-loss")[0]
    assert "verloren" in found["message"] and "lost" in found["english"]


def test_the_drawing_comes_as_gexf_with_its_days(api):
    document = ElementTree.fromstring(api.get("/graph", params={"format": "gexf"}).content)
    starts = {node.get("start") for node in document.iterfind(".//{*}node")}
    assert "2024-09-11" in {str(start)[:10] for start in starts}


@pytest.mark.parametrize("path", ["claims", "speakers", "articles"])
def test_graphml_of_a_thing_can_be_read(api, path):
    answer = api.get(f"/{path}/{quote(items(api, f'/{path}')[0]['id'])}", params={"format": "graphml"})
    graph = ElementTree.fromstring(answer.content).find("{*}graph")
    ids = {node.get("id") for node in graph.iterfind("{*}node")}
    assert len(ids) > 3
    assert all({edge.get("source"), edge.get("target")} <= ids for edge in graph.iterfind("{*}edge"))


def test_the_drawing_is_always_the_same_and_has_no_loose_edge(api, desk_store):
    drawing = api.get("/graph").json()
    ids = {node["id"] for node in drawing["nodes"]}
    assert all({edge["source"], edge["target"]} <= ids for edge in drawing["edges"])
    with served(desk_store) as other:
        again = httpx.get(f"{other.url}api/graph", timeout=60).json()
    assert again == drawing


def test_narrowing_moves_no_node_of_the_drawing(api):
    places = {node["id"]: (node["x"], node["y"]) for node in api.get("/graph").json()["nodes"]}
    some = api.get("/graph", params={"outlet": "Querblick"}).json()["nodes"]
    assert 0 < len(some) < len(places)
    assert all((node["x"], node["y"]) == places[node["id"]] for node in some)


# Findings and judgements


def test_findings_come_gravest_first_and_can_be_narrowed(api):
    ranks = {"error": 0, "warning": 1, "notice": 2, "info": 3}
    found = items(api, "/findings", limit=500)
    assert [ranks[each["severity"]] for each in found] == sorted(ranks[each["severity"]] for each in found)
    assert {each["check"] for each in items(api, "/findings", check="hedge-loss")} == {"hedge-loss"}
    assert {each["severity"] for each in items(api, "/findings", severity="warning")} <= {"error", "warning"}
    assert items(api, "/findings", speaker="Thalmann")


def test_a_judgement_is_the_one_that_the_command_line_keeps(api, desk):
    found = items(api, "/findings", check="single-source")[0]
    answer = api.post(f"/findings/{found['short']}/judgement", json={"verdict": "reject", "why": "zwei Flüsse"})
    assert (answer.status_code, answer.json()["verdict"], answer.json()["why"]) == (200, "rejected", "zwei Flüsse")
    assert found["id"] in [each["id"] for each in items(api, "/findings", verdict="rejected")]
    assert found["id"] not in [each["id"] for each in items(api, "/findings", verdict="open", limit=500)]
    store = desk.process.args[desk.process.args.index("--store") + 1]
    told = subprocess.run(
        [*KG, "check", "--rejected", "--only", "single-source", "--format", "jsonl", "--store", store],
        capture_output=True,
        check=True,
        timeout=300,
    )
    rows = {row["id"]: row for row in map(json.loads, told.stdout.splitlines())}
    assert (rows[found["id"]]["verdict"], rows[found["id"]]["why"]) == ("rejected", "zwei Flüsse")


def test_a_judgement_can_be_changed(api):
    found = items(api, "/findings", check="denial")[0]
    for verdict, kept in (("accept", "accepted"), ("reject", "rejected"), ("accept", "accepted")):
        api.post(f"/findings/{found['id']}/judgement", json={"verdict": verdict})
        assert one(api, "findings", found["id"])["verdict"] == kept


def test_without_the_token_nobody_judges(desk, api):
    found = items(api, "/findings")[0]
    answer = httpx.post(f"{desk.url}api/findings/{found['id']}/judgement", json={"verdict": "accept"})
    assert answer.status_code == 401


def test_a_form_of_another_page_cannot_judge(api):
    found = items(api, "/findings")[0]
    content = json.dumps({"verdict": "accept"})
    answer = api.post(f"/findings/{found['id']}/judgement", content=content, headers={"content-type": "text/plain"})
    assert answer.status_code == 415


def test_a_server_without_a_token_keeps_no_judgement_and_says_what_does(desk_store):
    with served(desk_store) as other:
        found = httpx.get(f"{other.url}api/findings", timeout=60).json()["items"][0]
        answer = httpx.post(f"{other.url}api/findings/{found['id']}/judgement", json={"verdict": "accept"})
        assert httpx.get(f"{other.url}api/summary").json()["judging"] is False
    assert answer.status_code == 403
    assert "kg judge" in answer.json()["detail"]


@pytest.mark.parametrize(
    "body", ["", "[]", '{"verdict": "maybe"}', '{"verdict": "accept", "why": 3}', '{"verdict": "accept", "x": 1}']
)
def test_a_judgement_that_is_none_is_refused(api, body):
    found = items(api, "/findings")[0]
    path = f"/findings/{found['id']}/judgement"
    assert api.post(path, content=body, headers={"content-type": "application/json"}).status_code == 400


def test_while_another_writes_a_judgement_waits_for_nobody_and_says_so(api, desk):
    store = desk.process.args[desk.process.args.index("--store") + 1]
    found = items(api, "/findings")[0]
    with Store.open(store, "w"):
        answer = api.post(f"/findings/{found['id']}/judgement", json={"verdict": "accept"})
    assert answer.status_code == 503
    assert "being written" in answer.json()["detail"]


# What means ill


def test_markup_in_names_and_headlines_is_told_as_it_is(api):
    told = one(api, "articles", HOSTILE.article.id)
    assert told["label"] == HOSTILE.article.headline
    assert told["outlet"]["label"] == HOSTILE_OUTLET
    assert told["utterances"][0]["speaker"]["label"] == HOSTILE_NAME
    assert items(api, "/search", q="Zoë img")[0]["label"] == HOSTILE_NAME
