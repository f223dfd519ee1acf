"""The log's format: one line per event, as text or as JSON.

Logs contain no tokens, no payloads, and of an address only the route, because paths name runs.
"""

import json
import logging
import logging.config
from datetime import UTC, datetime
from typing import Any, Literal

Format = Literal["text", "json"]
_OWN = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message", "taskName"}


def _more(record: logging.LogRecord) -> dict[str, Any]:
    """Return the fields given as `extra`."""
    return {name: value for name, value in vars(record).items() if name not in _OWN}


class Text(logging.Formatter):
    """`2026-11-24 23:47:00 INFO message name=value …`"""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%d %H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        more = "".join(f" {name}={value}" for name, value in _more(record).items())
        return super().format(record) + more


class Json(logging.Formatter):
    """One JSON object per line: time, level, logger, message, and further fields."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_more(record),
        }
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)


class Clients(logging.Filter):
    """Drops uvicorn's tracebacks about clients that break the protocol.

    Otherwise anyone who can reach the server could fill the log.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        return not record.getMessage().startswith("Invalid UTF-8")


def config(format: Format) -> dict[str, Any]:
    """Return the configuration for logging.config.dictConfig: everything goes to stderr."""
    kind = {"text": Text, "json": Json}[format]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"own": {"()": kind}},
        "filters": {"clients": {"()": Clients}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "own",
                "filters": ["clients"],
            }
        },
        "loggers": {
            name: {"handlers": ["stderr"], "level": level, "propagate": False}
            for name, level in (("backstep", "INFO"), ("uvicorn", "WARNING"))
        },
    }


def install(format: Format) -> None:
    """Configure logging."""
    logging.config.dictConfig(config(format))
