"""Models of the HTTP responses, for /openapi.json; docs/protocol.md explains them."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from backstep.protocol.spec.schema import Spec

Number = float | None  # null: not finite, or absent
Verdict = Literal["right", "sign", "close", "wrong"]


class Answer(BaseModel):
    """A response with exactly these fields."""

    model_config = ConfigDict(extra="forbid")


class FieldProblem(Answer):
    """What is wrong with one field."""

    field: str
    message: str


class Problem(BaseModel):
    """An error (RFC 9457), sometimes with further fields."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem]


class Position(Answer):
    """Operation `op` of training step `step` has just been done."""

    step: int
    op: int


class MadeRun(Answer):
    """A new run; `token` is the right to control it."""

    id: str
    token: str
    watch_code: str
    spec: Spec
    position: Position


class Metrics(Answer):
    """Loss and accuracy at a run's position, over the training and the test set."""

    train_loss: Number
    train_accuracy: Number
    test_loss: Number
    test_accuracy: Number
    penalty: Number


class RunNow(Answer):
    """A run at its position."""

    id: str
    spec: Spec
    position: Position
    metrics: Metrics
    edits: list[dict[str, Any]]


class Restarted(Answer):
    """The effect of a checkpoint on a run."""

    restarted: bool
    position: Position


class Column(Answer):
    """What was found in one column of a file."""

    name: str
    type: str
    role: str
    unit: str | None
    order: str | None
    missing: int
    words: list[str]
    distinct: int
    mean: Number
    deviation: Number


class Row(Answer):
    """One row of a file, as text."""

    line: int
    cells: list[str]


class FileProblem(Answer):
    """A fault in a file, or a decision about it that its owner should know."""

    kind: str
    severity: Literal["error", "warning", "notice"]
    line: int | None
    column: str | None
    value: str | None
    found: int | None
    expected: int | None
    message: str


class Dataset(BaseModel):
    """What was found in a file; whoever has `id` may use the data set."""

    id: str | None
    encoding: str | None
    separator: str | None
    decimal: str | None
    header: bool | None
    skip: int | None
    types: list[str]
    missing: list[str]
    split: str | None
    test_share: float | None
    rows: int
    used: int
    columns: list[Column]
    target: str | None
    task: Literal["classification", "regression"] | None
    classes: list[str] | None
    inputs: list[str]
    first: list[Row]
    problems: list[FileProblem]
    problem_count: int


class Path(Answer):
    """One path from a variable to the result; `product` multiplies its local derivatives."""

    product: Number
    edges: list[int]


class Variable(Answer):
    """A variable of a formula, with its derivative computed in two ways."""

    name: str
    node: int
    value: Number
    gradient: Number
    numeric: Number
    h: Number
    agrees: bool
    reason: Literal["kink", "rounding", "chain", "undefined"] | None
    paths: list[Path]
    count: int


class Node(Answer):
    """A node of a formula's graph, with its place in the drawing."""

    kind: Literal["variable", "constant", "operator", "function"]
    gate: str | None
    label: str | None  # a constant has none
    inputs: list[int]
    source: list[int]
    value: Number
    gradient: Number
    column: int
    row: float


class Edge(Answer):
    """An edge of a formula's graph, with its local derivative and its curve in the drawing."""

    start: int
    end: int
    slot: int
    slope: Number
    part: Number
    bends: list[list[float]]


class Expression(Answer):
    """A formula's graph with values, derivatives and layout."""

    formula: str
    variables: list[Variable]
    nodes: list[Node]
    edges: list[Edge]
    columns: float
    rows: float


class Judged(Answer):
    """The verdict on an answer to an exercise."""

    verdict: Verdict


class Embedded(Answer):
    """An oEmbed response (https://oembed.com)."""

    version: Literal["1.0"]
    type: Literal["rich"]
    title: str
    provider_name: str
    provider_url: str
    cache_age: int
    width: int
    height: int
    html: str


class Alive(Answer):
    """The process answers."""

    status: Literal["ok"]


class Ready(Answer):
    """Whether the process accepts runs."""

    status: Literal["ok", "unavailable"]
    leaving: bool
    room: int
    streams: int
    store: Literal["ok", "failing", "memory"]
    others: Literal["ok", "failing", "alone"]
