"""Every limit and timeout of the server, in one place: the environment variables `BACKSTEP_…`.

A setting inside a group has the group's name before it: `BACKSTEP_CAPS__UNITS`. The descriptions
are the text of docs/settings.md; `make docs` writes it again.
"""

from ipaddress import ip_network
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Caps(BaseModel):
    """Limits on what a spec may ask for. The server checks them before it allocates anything."""

    model_config = ConfigDict(frozen=True)

    hidden_layers: int = Field(8, description="Maximum number of hidden layers.")
    units: int = Field(256, description="Maximum number of neurons in one layer.")
    parameters: int = Field(
        200_000, description="Maximum number of weights and biases in one network."
    )
    samples: int = Field(20_000, description="Maximum number of examples in a data set.")
    grid: int = Field(
        101, description="Maximum resolution of a map or surface, in points along each side."
    )
    activations: int = Field(
        1_000_000,
        description="Maximum number of activations in one forward pass over a whole data set or a"
        " map: examples × neurons.",
    )
    update: int = Field(
        40_000_000,
        description="Maximum work of one update, batch size × parameters. The server cannot"
        " interrupt an update, so this limits how long one can block it.",
    )
    steps_ahead: int = Field(
        1_000_000,
        description="Maximum distance that one seek or forward command may travel beyond the"
        " current position, in steps.",
    )


class Rate(BaseModel):
    """A token bucket: `burst` at once, `per_second` in the long run."""

    model_config = ConfigDict(frozen=True)

    per_second: float = Field(gt=0, description="long-run average, per second")
    burst: float = Field(gt=0, description="maximum at once")


class Rates(BaseModel):
    """Rate limits per client.

    Over HTTP a client is an IP address, which a whole class may share; on a stream every connection
    is a client. To change a rate, set both of its values.
    """

    model_config = ConfigDict(frozen=True)

    requests: Rate = Field(Rate(per_second=100, burst=10_000), description="HTTP requests")
    runs: Rate = Field(Rate(per_second=2, burst=400), description="New runs")
    uploads: Rate = Field(
        Rate(per_second=1, burst=100), description="Uploads, and downloads of offline copies"
    )
    codes: Rate = Field(Rate(per_second=1, burst=300), description="Wrong watch codes")
    bytes: Rate = Field(
        Rate(per_second=4 * 2**20, burst=64 * 2**20), description="Bytes of HTTP request bodies"
    )
    commands: Rate = Field(Rate(per_second=250, burst=1000), description="Commands on one stream")
    command_bytes: Rate = Field(
        Rate(per_second=128 * 2**10, burst=2**20), description="Bytes of commands on one stream"
    )


class Uploads(BaseModel):
    """Limits on uploaded data files, and on how many data sets the server keeps."""

    model_config = ConfigDict(frozen=True)

    bytes: int = Field(4 * 2**20, description="Maximum size of one file, in bytes.")
    columns: int = Field(100, description="Maximum number of columns in a file.")
    line: int = Field(100_000, description="Maximum length of a line, in characters.")
    categories: int = Field(
        50, description="Maximum number of distinct values of a categorical column, or of classes."
    )
    sets: int = Field(
        200, description="Maximum number of data sets in memory, not counting those in use."
    )
    memory: int = Field(
        128 * 2**20, description="Maximum memory for data sets that are not in use, in bytes."
    )


def _networks(text: str) -> str:
    """Return `text` if it lists addresses and networks; a misspelled one would match nothing."""
    for each in text.split():
        try:
            ip_network(each)
        except ValueError as error:
            raise ValueError(f"{error}; allowed: addresses and networks, as 10.0.0.0/24") from None
    return text


class Settings(BaseSettings):
    """The server's settings."""

    model_config = SettingsConfigDict(env_prefix="BACKSTEP_", env_nested_delimiter="__")

    caps: Caps = Field(Caps(), description="Limits on specs.")
    uploads: Uploads = Field(Uploads(), description="Limits on uploaded data.")
    rates: Rates = Field(Rates(), description="Rate limits.")
    hosts: str = Field(
        "*",
        description="Host names that the server answers to, separated by spaces. `*` accepts any"
        " name; set real names on a server that others can reach.",
    )
    origins: str = Field(
        "",
        description="Origins, besides the server's own, whose pages may open streams, separated by"
        " spaces, such as `https://a.example`.",
    )
    proxies: Annotated[str, AfterValidator(_networks)] = Field(
        "127.0.0.1 ::1",
        description="Proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` headers the server"
        " trusts: addresses and networks such as `10.0.0.0/24`, separated by spaces.",
    )
    absent_origin: bool = Field(
        True,
        description="Accept streams without an `Origin` header. Programs send none, browsers"
        " always send one.",
    )
    null_origin: bool = Field(
        False,
        description="Accept streams with the origin `null`, which local files and sandboxed frames"
        " send.",
    )
    sessions: int = Field(500, description="Maximum number of runs in memory.")
    connections: int = Field(1500, description="Maximum number of open streams, over all runs.")
    log_format: Literal["text", "json"] = Field(
        "text", description="Format of a log line: plain text or one JSON object."
    )
    store: str = Field(
        "memory:",
        description="Where the server keeps runs: `memory:`, `sqlite:PATH` or"
        " `redis://HOST:PORT/0`. If it is unset, `backstep serve` uses a SQLite file in the"
        " user's data folder.",
    )
    lease_seconds: float = Field(
        4,
        gt=0,
        description="Time after which other processes treat a silent process of a shared store as"
        " dead, in seconds. Use at least four times `BACKSTEP_FLUSH_SECONDS`.",
    )
    idle_seconds: float = Field(
        3600,
        description="Time without a connection after which a run that is only in memory ends, in"
        " seconds.",
    )
    awake_seconds: float = Field(
        300,
        description="Time without a connection after which a run that is in a store leaves the"
        " memory, in seconds.",
    )
    keep_seconds: float = Field(
        30 * 86400,
        description="Time without use after which the server deletes a run from the store, in"
        " seconds.",
    )
    flush_seconds: float = Field(
        0.5,
        description="Interval at which the server writes run positions to the store, in seconds.",
    )
    clean_seconds: float = Field(
        60,
        gt=0,
        description="Interval at which the server returns free memory to the operating system, in"
        " seconds.",
    )
    run_memory: int = Field(
        16 * 2**20, description="Maximum memory for one run's checkpoints, in bytes."
    )
    undo_acts: int = Field(
        100, ge=1, description="Maximum number of acts of one run that can be undone, or redone."
    )
    undo_bytes: int = Field(
        2**20,
        description="Maximum size of what one run stores to undo its acts, in bytes, and of what it"
        " stores to redo them. The newest act can always be undone.",
    )
    hello_seconds: float = Field(
        10, description="Time a client has to send `hello` after it connects, in seconds."
    )
    send_seconds: float = Field(
        20,
        description="Time a client has to read one message before the server closes its stream, in"
        " seconds.",
    )
    message_bytes: int = Field(64 * 1024, description="Maximum length of one command, in bytes.")
    body_bytes: int = Field(
        8 * 2**20, description="Maximum length of an HTTP request body, in bytes."
    )
    copy_steps: int = Field(1000, description="Maximum number of steps in an offline copy.")
    copy_numbers: int = Field(
        1_000_000, description="Maximum size of an offline copy, as steps × parameters."
    )
    races: int = Field(4, description="Maximum number of different races of one run at a time.")
    slice_seconds: float = Field(
        0.002,
        description="Longest piece of engine work before the event loop serves others, in seconds.",
    )
    round_seconds: float = Field(
        0.15,
        description="Engine work of all playing runs in one round, in seconds. With many runs the"
        " pieces become shorter.",
    )
    play_share: float = Field(
        0.85,
        gt=0,
        le=1,
        description="Share of the time that a run at full speed spends on training. The rest is"
        " left for drawing.",
    )
    frame_seconds: float = Field(
        1 / 80,
        description="Minimum time between two frames of a client, in seconds. The default is"
        " slightly less than the refresh interval of a 60 Hz screen, so every refresh finds a new"
        " frame.",
    )
    class_frames: float = Field(
        10_000,
        gt=0,
        description="Maximum number of frames per second that all followers of a run receive"
        " together.",
    )
    embed_ancestors: str = Field(
        "*",
        description="Pages that may show `/embed` in a frame: `*` for every page, or sources as in"
        " the `frame-ancestors` directive of a Content-Security-Policy.",
    )
    embed_origins: str = Field(
        "self local",
        description="Pages that may control an embedded scene by messages, separated by spaces:"
        " `self` is the server itself; `local` is every page on this computer, including files,"
        " while the server runs on it; `null` is files and sandboxed frames; `*` is every page;"
        " anything else is an origin such as `https://slides.example`.",
    )
    window: int = Field(
        2, description="Maximum number of frames that a client may leave unacknowledged."
    )
