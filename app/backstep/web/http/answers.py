"""What is answered over HTTP, as /openapi.json describes it; the meaning is in docs/protocol.md."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from backstep.protocol.spec.schema import Spec

Number = float | None  # null: not finite, or not there
Verdict = Literal["right", "sign", "close", "wrong"]


class Answer(BaseModel):
    """Just these fields."""

    model_config = ConfigDict(extra="forbid")


class FieldProblem(Answer):
    """What is wrong with one field: in words, and as the key and the values of the words."""

    field: str
    message: str
    key: str | None = None
    values: dict[str, Any] = {}


class Problem(BaseModel):
    """An error (RFC 9457), perhaps with fields of its own."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem]


class Position(Answer):
    step: int
    op: int


class MadeRun(Answer):
    """A new run; `token` is the right to drive it."""

    id: str
    token: str
    watch_code: str
    spec: Spec
    position: Position


class Metrics(Answer):
    train_loss: Number
    train_accuracy: Number
    test_loss: Number
    test_accuracy: Number


class RunNow(Answer):
    id: str
    spec: Spec
    position: Position
    metrics: Metrics
    edits: list[dict[str, Any]]


class Restarted(Answer):
    restarted: bool
    position: Position


class Column(Answer):
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
    line: int
    cells: list[str]


class FileProblem(Answer):
    kind: str
    severity: Literal["error", "warning", "notice"]
    line: int | None
    column: str | None
    value: str | None
    found: int | None
    expected: int | None
    message: str


class Dataset(BaseModel):
    """What was found in a file; `id` is the right to use the set."""

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
    product: Number
    edges: list[int]


class Variable(Answer):
    name: str
    node: int
    value: Number
    gradient: Number
    numeric: Number
    h: Number
    agrees: bool
    reason: Literal["kink", "rounding", "undefined"] | None
    paths: list[Path]
    count: int


class Node(Answer):
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
    start: int
    end: int
    slot: int
    slope: Number
    part: Number
    bends: list[list[float]]


class Expression(Answer):
    formula: str
    variables: list[Variable]
    nodes: list[Node]
    edges: list[Edge]
    columns: float
    rows: float


class Judged(Answer):
    verdict: Verdict


class Embedded(Answer):
    """https://oembed.com"""

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
    status: Literal["ok"]


class Ready(Answer):
    status: Literal["ok", "unavailable"]
    leaving: bool
    room: int
    streams: int
    store: Literal["ok", "failing", "memory"]
    others: Literal["ok", "failing", "alone"]
