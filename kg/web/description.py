"""The service description of the endpoint: what it can do, in RDF.

Source: SPARQL 1.1 Service Description, W3C 2013.
"""

from __future__ import annotations

from functools import lru_cache

from rdflib import RDF, BNode, Graph, Namespace, URIRef

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
_WRITTEN = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "N-Quads", "TriG", "RDF_XML", "JSON-LD"),
)
_RDFLIB = {"ntriples": "nt", "rdfxml": "xml", "jsonld": "json-ld"}


@lru_cache(maxsize=64)
def description(endpoint: str, format: str) -> bytes:
    """The description of the endpoint at that URL, in one of the formats of `negotiate.TYPES["triples"]`.

    >>> b"https://graph.example/sparql" in description("https://graph.example/sparql", "turtle")
    True
    """
    graph = Graph()
    graph.bind("sd", SD)
    service, dataset, default = BNode("service"), BNode("dataset"), BNode("default")
    graph.add((service, RDF.type, SD.Service))
    graph.add((service, SD.endpoint, URIRef(endpoint)))
    graph.add((service, SD.supportedLanguage, SD.SPARQL11Query))
    graph.add((service, SD.feature, SD.UnionDefaultGraph))
    for name in _WRITTEN:
        graph.add((service, SD.resultFormat, FORMATS[name]))
    graph.add((service, SD.defaultDataset, dataset))
    graph.add((dataset, RDF.type, SD.Dataset))
    graph.add((dataset, SD.defaultGraph, default))
    graph.add((default, RDF.type, SD.Graph))
    if format not in ("trig", "nquads"):
        return graph.serialize(format=_RDFLIB.get(format, format), encoding="utf-8")
    from rdflib import Dataset

    quads = Dataset()
    quads.bind("sd", SD)
    for triple in graph:
        quads.add(triple)
    return quads.serialize(format=format, encoding="utf-8")
