"""Turtle and JSON-LD hold to the shapes of CPSV-AP, ORG and PROV-O in `exports/shapes.ttl`; a graph that lacks something does not."""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib.namespace import DCTERMS, FOAF, ORG, PROV, RDF, SKOS

from exports import EXPORTS
from graph.model import Graph
from loaders.load import load_text
from tests.exports.plans import BOTH, TABLE, plan, read
from tests.graphs import small_graph, two_plans

# rdflib's own reader of JSON-LD, and pyshacl, make what rdflib itself calls old.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

ROOT = Path(__file__).parents[2]
SHAPES = rdflib.Graph().parse(ROOT / "exports" / "shapes.ttl")
CV = rdflib.Namespace("http://data.europa.eu/m8g/")
CPSV = rdflib.Namespace("http://purl.org/vocab/cpsv#")
Z = rdflib.Namespace("urn:zhize:vocabulary:")
EXAMPLE = rdflib.URIRef("urn:zhize:node:nothing")


def triples(graphs: list[Graph], folder: Path, name: str = "turtle") -> rdflib.Graph:
    """What an export says, as a program reads it back."""
    path = folder / f"graph{EXPORTS[name].ending}"
    EXPORTS[name].write(iter(graphs), path)
    return rdflib.Graph().parse(path, format={"turtle": "turtle", "jsonld": "json-ld"}[name])


def faults(data: rdflib.Graph) -> set[tuple[str, str]]:
    """The shape and the property of each fault; none where the graph conforms."""
    conforms, report, _ = pyshacl.validate(data, shacl_graph=SHAPES, advanced=False, inference="none")
    assert isinstance(report, rdflib.Graph)
    sh = rdflib.SH
    found = set()
    for result in report.subjects(RDF.type, sh.ValidationResult):
        path = report.value(result, sh.resultPath)
        component = str(report.value(result, sh.sourceConstraintComponent)).rpartition("#")[2]
        found.add((str(path).rpartition("/")[2].rpartition("#")[2] if path else "", component))
    assert conforms == (not found)
    return found


@pytest.mark.parametrize("which", BOTH)
@pytest.mark.parametrize("name", ["turtle", "jsonld"])
def test_a_plan_conforms(tmp_path: Path, which: str, name: str) -> None:
    data = triples([plan(which)], tmp_path, name)
    # 57 clauses of the text make 57 services; their 70 leads and 11 supports are 81 participations (see tests/exports/plans.py)
    assert len(set(data.subjects(RDF.type, CPSV.PublicService))) == 57
    assert len(set(data.subjects(RDF.type, CV.Participation))) == 70 + 11
    assert faults(data) == set()


def test_a_table_with_officials_and_several_plans_conform(tmp_path: Path) -> None:
    data = triples([read(TABLE), *two_plans(), small_graph("青府辦〔2024〕9號")], tmp_path)
    # the table's twelve rows have an official each, and each of the three small plans has one
    roles = list(data.subjects(CV.role, Z.OVERSEES))
    assert len(roles) == 12 + 3
    assert all(data.value(data.value(r, CV.hasParticipant), FOAF.name) for r in roles)
    assert faults(data) == set()


def test_a_company_leads_without_being_an_authority(tmp_path: Path) -> None:
    text = "青嶺市2024年工作要點\n一、網絡\n(一)擴建光纖。(青嶺電信公司牽頭,市數據局配合)\n(二)開放機房。依託光纖網絡。(市數據局牽頭)\n"
    graph = load_text(text)
    kinds = {str(n.get("name")): n.get("kind") for n in graph.labelled("Department")}
    assert kinds["青嶺電信公司"] == "enterprise"
    data = triples([graph], tmp_path)
    assert len(list(data.subject_objects(Z.ledBy))) == 1
    assert len(set(data.subjects(RDF.type, CPSV.PublicService))) == 1
    assert faults(data) == set()


def test_a_part_without_evidence_conforms(tmp_path: Path) -> None:
    """What people add by hand need not quote the plan."""
    graph = small_graph()
    bare = tuple(
        r._replace(properties={**r.properties, "evidence": None}) if r.type == "LEADS" else r
        for r in graph.relationships
    )
    data = triples([Graph(graph.nodes, bare)], tmp_path)
    assert rdflib.Literal("牽頭", lang="zh") in set(data.objects(None, DCTERMS.description))
    assert faults(data) == set()


BREAKS = {
    ("hasCompetentAuthority", "MinCountConstraintComponent"): (None, CV.hasCompetentAuthority, None),
    ("title", "MinCountConstraintComponent"): (None, DCTERMS.title, None),
    ("description", "MinCountConstraintComponent"): (None, DCTERMS.description, None),
    ("identifier", "MinCountConstraintComponent"): (None, DCTERMS.identifier, None),
    ("role", "MinCountConstraintComponent"): (None, CV.role, None),
    ("role", "ClassConstraintComponent"): (None, RDF.type, SKOS.Concept),
    ("hasParticipant", "MinCountConstraintComponent"): (None, CV.hasParticipant, None),
    ("hasParticipant", "ClassConstraintComponent"): (None, RDF.type, FOAF.Agent),
    ("hasCompetentAuthority", "ClassConstraintComponent"): (None, RDF.type, CV.PublicOrganisation),
    ("", "ClassConstraintComponent"): (None, RDF.type, ORG.Organization),
    ("prefLabel", "MinCountConstraintComponent"): (None, SKOS.prefLabel, None),
    ("spatial", "MinCountConstraintComponent"): (None, DCTERMS.spatial, None),
    ("wasDerivedFrom", "MinCountConstraintComponent"): (None, PROV.wasDerivedFrom, None),
    ("subject", "MinCountConstraintComponent"): (None, RDF.subject, None),
}
"""What is taken out of a graph that conforms, by the fault that must then be found."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> rdflib.Graph:
    return triples([small_graph()], tmp_path_factory.mktemp("shapes"))


def copy(graph: rdflib.Graph) -> rdflib.Graph:
    """The same triples in a graph that may be broken."""
    out = rdflib.Graph()
    for triple in graph:
        out.add(triple)
    return out


@pytest.mark.parametrize("fault", list(BREAKS), ids=" ".join)
def test_what_is_missing_is_found(whole: rdflib.Graph, fault: tuple[str, str]) -> None:
    broken = copy(whole)
    broken.remove(BREAKS[fault])
    assert fault in faults(broken)


def test_what_is_wrong_or_too_much_is_found(whole: rdflib.Graph) -> None:
    service = next(whole.subjects(RDF.type, CPSV.PublicService))
    part = next(whole.subjects(RDF.type, CV.Participation))
    for triple, fault in (
        ((service, DCTERMS.title, rdflib.Literal("無語言")), ("title", "DatatypeConstraintComponent")),
        ((service, DCTERMS.requires, EXAMPLE), ("requires", "ClassConstraintComponent")),
        ((service, DCTERMS.identifier, rdflib.Literal("2")), ("identifier", "MaxCountConstraintComponent")),
        ((part, CV.hasParticipant, EXAMPLE), ("hasParticipant", "MaxCountConstraintComponent")),
        ((part, CV.role, rdflib.Literal("LEADS")), ("role", "ClassConstraintComponent")),
    ):
        broken = copy(whole)
        broken.add(triple)
        assert fault in faults(broken)
