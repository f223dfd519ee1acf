"""Events from server to client, as docs/protocol.md describes them."""

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from backstep.protocol.spec.edits import EditSpec
from backstep.protocol.spec.schema import Spec
from backstep.protocol.stream.acts import Act
from backstep.protocol.stream.frame_meta import ReadingMeta
from backstep.protocol.stream.inspecting import Inspection
from backstep.protocol.stream.layout import Layout
from backstep.protocol.stream.messages import ErrorCode, Until
from backstep.protocol.stream.wire import Granularity, Number, Over, Part, Position, Wire, absent

Role = Literal["driver", "viewer", "follower"]


class Event(Wire):
    """An event; `id` is that of the command that it answers, else null."""

    id: str | None
    role: Role | None = absent()


class RunEvent(Event):
    """The run at its position."""

    run_epoch: int
    spec: Spec
    start: Spec
    edits: list[EditSpec]
    query: str
    layout: Layout
    position: Position
    playing: bool
    by: Granularity
    rate: float | None
    undo: Act | None = Field(description="what `undo` would undo")
    redo: Act | None = Field(description="what `redo` would redo")
    restarted: bool = Field(description="a new run_epoch began: drop what was drawn")
    recorded: bool = absent("in an offline copy, which has no server")


class WelcomeEvent(RunEvent):
    """The first event."""

    type: Literal["welcome"]


class LoggedEdit(Wire):
    """An edit in the log: of a parameter, or of the settings."""

    at: Position
    parameter: str = absent()
    value: float = absent()
    settings: dict[str, Any] = absent()


class EditedEvent(RunEvent):
    """The run was edited, or has moved past an edit."""

    type: Literal["edited"]
    edit: LoggedEdit | None


class Stopped(Wire):
    """The limit at which playing stopped."""

    reason: Literal["loss", "accuracy", "epoch"]
    value: float
    limit: float
    over: Part | Literal["batch"]
    updates: int


class StatusEvent(Event):
    """Whether and how the run plays.

    `checked_every` is the largest number of updates between two checks of `until`; null if it names
    neither a loss nor an accuracy.
    """

    type: Literal["status"]
    playing: bool
    by: Granularity
    rate: float | None
    until: Until | None
    checked_every: int | None
    stopped: Stopped | None


class InspectionEvent(Event, Inspection):
    """The answer to `inspect`."""

    type: Literal["inspection"]


class NudgedEvent(Event):
    """The answer to `nudge`."""

    type: Literal["nudged"]
    parameter: str
    value: float
    delta: float
    before: Number = Field(description="with the penalty, as is `after`")
    after: Number
    change: Number
    predicted: Number
    over: Over
    examples: int


class PredictionEvent(Event):
    """The answer to `predict`."""

    type: Literal["prediction"]
    input: list[float]
    text: ReadingMeta | None
    activations: list[list[Number]]
    output: list[Number]


class ErrorEvent(Event):
    """What is wrong with a command, or with the server.

    `message` is in the client's language; `key` and `values` are what it is made of.
    """

    type: Literal["error"]
    code: ErrorCode
    message: str
    key: str = absent()
    values: dict[str, Any] = absent()
    field: str
    retry: float = absent()


class KeptEvent(Event):
    """The whole run is saved again."""

    type: Literal["kept"]


class AskedQuestion(Wire):
    """A question to the class, and how often each choice was answered."""

    number: int
    text: str
    choices: list[str]
    counts: list[int]


class ClassEvent(Event):
    """The number of followers, and their answers; for the presenter."""

    type: Literal["class"]
    followers: int
    asked: AskedQuestion | None


class KeyEvent(Event):
    """The key that identifies a follower, so that it counts once."""

    type: Literal["key"]
    key: str


class PresentedEvent(Event):
    """What the presenter's page shows."""

    type: Literal["presented"]
    select: str | None
    page: dict[str, Any]


class QuestionEvent(Event):
    """A question to the class."""

    type: Literal["question"]
    number: int
    text: str
    choices: list[str]


class RevealedEvent(Event):
    """The end of a question."""

    type: Literal["revealed"]
    number: int
    right: int | None
    because: str
    counts: list[int]


ServerEvent = Annotated[
    WelcomeEvent
    | EditedEvent
    | StatusEvent
    | InspectionEvent
    | NudgedEvent
    | PredictionEvent
    | ErrorEvent
    | KeptEvent
    | ClassEvent
    | KeyEvent
    | PresentedEvent
    | QuestionEvent
    | RevealedEvent,
    Field(discriminator="type"),
]

server_events: TypeAdapter[ServerEvent] = TypeAdapter(ServerEvent)
