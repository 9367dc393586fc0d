"""Our JSON-LD is what two other processors take it for, and neither needs the network for it."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyld import jsonld

from kg.exports import claims
from kg.exports.rdf import write, write_quads
from kg.rdf import Literal, Quad, encode
from kg.store import Store
from kg.vocab import AGENTS, KG, LEDGER, SCHEMA, XSD

FOLDER = Path(__file__).parents[2] / ".cache" / "jsonld-js"
VERSION = "9.0.0"
SCRIPT = """
const jsonld = require('jsonld');
const refuse = async url => { throw new Error('network: ' + url); };
let text = '';
process.stdin.setEncoding('utf8').on('data', part => text += part).on('end', async () => {
  const quads = await jsonld.toRDF(JSON.parse(text), {format: 'application/n-quads', documentLoader: refuse});
  process.stdout.write(quads);
});
"""


def refuse(url, options=None):
    raise AssertionError(f"network: {url}")


def parsed(nquads) -> set[ox.Quad]:
    """The quads, with the same spelling for the same double: JSON-LD processors write 0.5 as 5.0E-1."""
    return {spelled(quad) for quad in ox.parse(nquads, ox.RdfFormat.N_QUADS)}


def spelled(quad: ox.Quad) -> ox.Quad:
    value = quad.object
    if not isinstance(value, ox.Literal) or value.datatype.value != XSD + "double":
        return quad
    return ox.Quad(
        quad.subject, quad.predicate, ox.Literal(str(float(value.value)), datatype=value.datatype), quad.graph_name
    )


def by_pyld(document: str) -> set[ox.Quad]:
    made = jsonld.to_rdf(json.loads(document), {"format": "application/n-quads", "documentLoader": refuse})
    return parsed(made.encode())


@pytest.fixture(scope="session")
def jsonld_js():
    """The quads of a document by jsonld.js, installed once into a folder that git ignores."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed")
    if not (FOLDER / "node_modules" / "jsonld").is_dir():
        FOLDER.mkdir(parents=True, exist_ok=True)
        (FOLDER / "package.json").write_text('{"private": true}', "utf-8")
        options = ("--silent", "--no-audit", "--no-fund", "--ignore-scripts")
        subprocess.run([npm, "install", *options, f"jsonld@{VERSION}"], cwd=FOLDER, check=True, timeout=300)

    def quads(document: str) -> set[ox.Quad]:
        node = ["node", "-e", SCRIPT]
        done = subprocess.run(node, cwd=FOLDER, input=document.encode(), capture_output=True, timeout=120)
        assert done.returncode == 0, done.stderr.decode()
        return parsed(done.stdout)

    return quads


def test_both_read_the_quads_of_the_store(sample_store, jsonld_js):
    out, lines = io.BytesIO(), io.BytesIO()
    with Store.open(sample_store) as store:
        articles = sorted(name for name in store.graphs() if ":article:" in name)[:3]
        graphs = [*articles, AGENTS, LEDGER, *(name for name in store.graphs() if ":run:" in name)]
        write(store, "jsonld", out, graphs)
        store.dump(lines, "nquads", graphs)
    document = out.getvalue().decode()
    assert by_pyld(document) == jsonld_js(document) == parsed(lines.getvalue())


def test_both_keep_odd_text_and_odd_numbers(jsonld_js):
    texts = ["", "<>&\"'\\ \u2028", "\x00\x01\x1f\x7f", "a\r\nb\tc", "😀", "\u202eשלום\u202c", "x" * 10_000]
    told = [
        *((SCHEMA + "name", Literal(encode(text))) for text in texts),
        *((KG + "wording", Literal(encode(text), language="de")) for text in texts),
        *(
            (KG + "position", Literal(number, XSD + "integer"))
            for number in ("0", "007", "-3", "9007199254740993", "x")
        ),
        *((KG + "negated", Literal(value, XSD + "boolean")) for value in ("true", "1", "?")),
        *((KG + "score", Literal(value, XSD + "double")) for value in ("0.5", "1", "0.0000001", "310000000")),
        (SCHEMA + "url", Literal("keine adresse", XSD + "anyURI")),
        (KG + "speechType", KG + "Direct"),
        ("https://anderswo.example/p#x", "urn:wortlaut:y"),
    ]
    quads = [Quad("urn:wortlaut:knoten", predicate, value, "urn:wortlaut:g") for predicate, value in told]
    out, lines = io.BytesIO(), io.BytesIO()
    write_quads(quads, "jsonld", out)
    write_quads(quads, "nquads", lines)
    document = out.getvalue().decode()
    assert by_pyld(document) == jsonld_js(document) == parsed(lines.getvalue())


def test_both_read_the_claims_as_schema_org_has_them(sample_store, jsonld_js):
    out = io.BytesIO()
    with Store.open(sample_store) as store:
        number = claims.write(store, out)
    document = out.getvalue().decode()
    found = jsonld_js(document)
    assert by_pyld(document) == found

    def count(predicate, value=None):
        same = [quad for quad in found if quad.predicate.value == predicate]
        return len([quad for quad in same if value is None or quad.object.value == value])

    assert count("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", SCHEMA + "Claim") == number > 400
    assert count(SCHEMA + "firstAppearance") == number
    assert count(SCHEMA + "interpretedAsClaim") >= number
    spoken = [quad.object for quad in found if quad.predicate.value == SCHEMA + "spokenByCharacter"]
    assert spoken and all(count(SCHEMA + "author", each.value) for each in spoken[:20])
