"""Facts become a graph: ids, nodes that several facts share, relationships with their evidence."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from graph import organisations
from graph.dependencies import derive
from graph.identity import document_id as make_document_id
from graph.identity import scoped_id, section_id, target_id, task_id
from graph.model import Graph, Node, Properties, Relationship, Value
from loaders.facts import Facts, Goal, Item, Mention, Role
from loaders.source import SourceText, Span


@dataclass(slots=True)
class _Builder:
    source: SourceText
    facts: Facts
    document: str
    traditional: bool
    nodes: dict[str, Node] = field(default_factory=dict)
    links: dict[tuple[str, str, str, str], Relationship] = field(default_factory=dict)
    tasks: dict[str, str] = field(default_factory=dict)  # each item's node
    # a plan names the same body many times: node and whether it stands for many
    bodies: dict[str, tuple[str, bool]] = field(default_factory=dict)

    def text(self, span: Span) -> str:
        return self.source.text[span[0] : span[1]]

    def add(self, node_id: str, label: str, properties: Properties) -> str:
        if node_id not in self.nodes:
            self.nodes[node_id] = Node(node_id, label, properties)
        return node_id

    def link(self, kind: str, start: str, end: str, properties: Properties) -> None:
        # the same body twice in one clause, the same platform twice in one item: the first place counts
        key = kind, start, end, ""
        if key not in self.links:
            self.links[key] = Relationship(kind, start, end, properties)


def build(source: SourceText, facts: Facts, *, document_id: str | None = None) -> Graph:
    """Make the graph of one document, dependencies included.

    It fits the ontology by the way it is made, which tests hold; `Graph.validate` is asked where a graph leaves for a
    store or a file.

    Args:
        source: the text that the facts' offsets count in.
        facts: what every stage read.
        document_id: in place of the id made from the head.
    """
    head = facts.head
    document = document_id or make_document_id(
        head.jurisdiction, head.doc_number, head.title, head.issued_on, source.sha256
    )
    made = _Builder(source, facts, document, source.traditional)
    made.add(document, "Document", _document(source, facts))
    _order(made)
    for role in facts.roles:
        _role(made, role)
    for mention in facts.mentions:
        _mention(made, mention)
    ordinals: dict[str, int] = {}
    for goal in facts.goals:
        ordinals[goal.item] = ordinals.get(goal.item, 0) + 1
        _goal(made, goal, ordinals[goal.item])
    for reference in facts.references:
        made.link(
            "DEPENDS_ON",
            made.tasks[reference.item],
            made.tasks[reference.target],
            {
                "kind": "reference",
                "via": None,
                "evidence": made.text(reference.evidence),
                "char_start": reference.span.start,
                "char_end": reference.span.end,
            },
        )
    graph = Graph(tuple(made.nodes.values()), tuple(made.links.values()))
    for relationship in derive(graph):
        made.links.setdefault(relationship.key, relationship)
    return Graph(graph.nodes, tuple(made.links.values()))


def _document(source: SourceText, facts: Facts) -> Properties:
    head = facts.head
    issues = [
        {"code": i.code, "char_start": i.span.start, "char_end": i.span.end, "reason": i.reason} for i in facts.issues
    ]
    return {
        "title": head.title,
        "doc_number": head.doc_number,
        "issuer": head.issuer,
        "issued_on": head.issued_on,
        "year": head.year,
        "jurisdiction": head.jurisdiction,
        "sha256": source.sha256,
        "source": source.source or None,
        "text": source.text,
        "issues": json.dumps(issues, ensure_ascii=False, separators=(",", ":")),
    }


def _order(made: _Builder) -> None:
    """Sections and tasks in the document's own order."""
    dues = {due.item: due for due in made.facts.dues}
    sections: dict[int, str] = {}
    for chapter in made.facts.chapters:
        sections[chapter.position] = made.add(
            section_id(made.document, chapter.position),
            "Section",
            {
                "number": chapter.number,
                "title": chapter.title,
                "position": chapter.position,
                "char_start": chapter.span.start,
                "char_end": chapter.span.end,
            },
        )
        made.link("HAS_SECTION", made.document, sections[chapter.position], {"position": chapter.position})
    for item in made.facts.items:
        due = dues.get(item.number)
        task = made.add(
            task_id(made.document, item.number),
            "Task",
            {
                "number": item.number,
                "printed_label": item.printed_label,
                "title": item.title,
                "text": made.text(item.span),
                "position": item.position,
                "depth": item.depth,
                "char_start": item.span.start,
                "char_end": item.span.end,
                "implicit": item.implicit,
                "due_on": due.due_on if due else None,
                "due_text": due.text if due else None,
            },
        )
        made.tasks[item.number] = task
        kind, above = _above(made, item, sections)
        made.link(kind, above, task, {"position": item.position})


def _above(made: _Builder, item: Item, sections: dict[int, str]) -> tuple[str, str]:
    if item.parent is not None:
        return "HAS_SUBTASK", made.tasks[item.parent]
    if item.chapter is not None:
        return "HAS_TASK", sections[item.chapter]
    return "HAS_TASK", made.document


def _role(made: _Builder, role: Role) -> None:
    task = made.tasks[role.item]
    (start, end), evidence, mention = role.mention, made.text(role.evidence), made.text(role.mention)
    if role.kind == "OVERSEES":
        place = made.facts.head.jurisdiction
        official = made.add(
            scoped_id("Official", place, role.name), "Official", {"name": role.name, "jurisdiction": place}
        )
        made.link(
            "OVERSEES",
            official,
            task,
            {
                "mention": mention,
                "word": role.word,
                "evidence": evidence,
                "char_start": start,
                "char_end": end,
                "rule": role.rule,
            },
        )
        return
    department, collective = made.bodies.get(role.name) or _body(made, role.name)
    made.link(
        role.kind,
        department,
        task,
        {
            "rank": role.rank,
            "joint": role.joint,
            "collective": role.collective or collective,
            "implied": role.implied,
            "mention": mention,
            "word": role.word,
            "evidence": evidence,
            "char_start": start,
            "char_end": end,
            "rule": role.rule,
        },
    )


def _body(made: _Builder, name: str) -> tuple[str, bool]:
    """A body's node, added where it is new, and whether it stands for many."""
    body = organisations.describe(name, made.facts.head.jurisdiction, traditional=made.traditional)
    department = made.add(
        scoped_id("Department", body.jurisdiction, body.canonical),
        "Department",
        {
            "name": body.name,
            "canonical": body.canonical,
            "kind": body.kind,
            "jurisdiction": body.jurisdiction,
            "tier": body.tier,
        },
    )
    made.bodies[name] = department, body.collective
    return made.bodies[name]


def _mention(made: _Builder, mention: Mention) -> None:
    item, label, kind, name, (start, end), evidence, verb, rule, tier, jurisdiction, aliases = mention
    place = jurisdiction or made.facts.head.jurisdiction
    node = scoped_id(label, place, name)
    if node not in made.nodes:
        properties: dict[str, Value] = {"name": name, "aliases": aliases, "jurisdiction": place}
        if label == "Platform":
            properties["tier"] = tier
        made.nodes[node] = Node(node, label, properties)
    text = made.source.text
    made.link(
        kind,
        made.tasks[item],
        node,
        {
            "verb": verb,
            "mention": text[start:end],
            "evidence": text[evidence[0] : evidence[1]],
            "char_start": start,
            "char_end": end,
            "rule": rule,
        },
    )


def _goal(made: _Builder, goal: Goal, ordinal: int) -> None:
    task = made.tasks[goal.item]
    named = None
    if goal.subject is not None:
        named = next(
            (
                m
                for m in made.facts.mentions
                if m.name == goal.subject and m.item == goal.item and m.label == "Platform"
            ),
            None,
        )
    subject = scoped_id("Platform", named.jurisdiction or made.facts.head.jurisdiction, named.name) if named else None
    target = made.add(
        target_id(task, ordinal),
        "Target",
        {
            "text": made.text(goal.span),
            "metric": goal.metric,
            "operator": goal.operator,
            "value": goal.value,
            "unit": goal.unit,
            "due_on": goal.due_on,
            "subject": subject,
        },
    )
    made.link(
        "HAS_TARGET",
        task,
        target,
        {
            "evidence": made.text(goal.evidence),
            "char_start": goal.span.start,
            "char_end": goal.span.end,
            "rule": goal.rule,
        },
    )
