"""Evaluates a formula: the response of `POST /api/expressions`; see docs/protocol.md."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from backstep.engine.formula.graph import Graph, Numbers
from backstep.protocol.codec.finite import finite
from backstep.protocol.facts.layered import layered
from backstep.protocol.spec.schema import SpecError, problems

MOST_PATHS = 8
UNSET = 1.0  # the value of a variable that has none
LARGEST = 1e12

Value = Annotated[float, Field(ge=-LARGEST, le=LARGEST)]


class Question(BaseModel):
    """A formula and the values of its variables; unknown names are ignored."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    formula: Annotated[str, StringConstraints(max_length=10_000)]
    values: dict[str, Value] = Field({}, max_length=100)


def ask(given: Any) -> Question:
    """Return the question in a request body. Raises SpecError."""
    try:
        return Question.model_validate(given)
    except ValidationError as error:
        raise SpecError(problems(error)) from None


def work_out(question: Question) -> dict[str, Any]:
    """Return the graph with its numbers and its layout. Raises InvalidExpression."""
    graph = Graph(question.formula)
    variables = {name: question.values.get(name, UNSET) for name in graph.variables}
    numbers = graph.numbers(variables)
    layout = layered([node.inputs for node in graph.nodes], [edge[:2] for edge in graph.edges])
    columns, rows = layout.size
    answer = {
        "formula": question.formula,
        "variables": [_variable(graph, numbers, variables, name) for name in variables],
        "nodes": [
            _node(graph, numbers, at) | {"column": column, "row": row}
            for at, (column, row) in enumerate(layout.nodes)
        ],
        "edges": [
            {**edge._asdict(), "slope": slope, "part": part, "bends": [[*each] for each in bends]}
            for edge, slope, part, bends in zip(
                graph.edges, numbers.slopes, numbers.parts, layout.bends, strict=True
            )
        ],
        "columns": columns + 1,
        "rows": rows + 1,
    }
    told: dict[str, Any] = finite(answer)
    return told


def _node(graph: Graph, numbers: Numbers, at: int) -> dict[str, Any]:
    node = graph.nodes[at]
    constant = node.gate is None and node.name is None
    return {
        "kind": "constant" if constant else node.gate.kind if node.gate else "variable",
        "gate": node.gate.name if node.gate else None,
        "label": node.gate.label if node.gate else node.name,
        "inputs": [*node.inputs],
        "source": [*node.source],
        "value": numbers.values[at],
        "gradient": None if constant else numbers.gradients[at],
    }


def _variable(
    graph: Graph, numbers: Numbers, variables: dict[str, float], name: str
) -> dict[str, Any]:
    paths, count = graph.paths(numbers, name, MOST_PATHS)
    check = graph.check(numbers, variables, name)
    return {
        "name": name,
        "node": graph.variables[name],
        "value": variables[name],
        "gradient": check.gradient,
        "numeric": check.numeric,
        "h": check.h,
        "agrees": check.agrees,
        "reason": check.reason,
        "paths": [{"product": path.product, "edges": [*path.edges]} for path in paths],
        "count": count,
    }
