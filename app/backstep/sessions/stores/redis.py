"""Runs in Redis, which several processes share: only one of them holds a run.

Redis decides which one (`redis_scripts.py`), and checks it in the script that writes.
"""

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, astuple, dataclass
from typing import Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError, RedisError, TimeoutError
from redis.retry import Retry

from backstep.data.own.names import ids_in, shape_of
from backstep.sessions.stores.records import Held, Lost, Record, StoreError, Whereabouts, masked
from backstep.sessions.stores.redis_scripts import SCRIPTS

_SCHEMA = 2  # version of the stored data
_PATIENCE = 2.0  # seconds to wait for an answer
_ENDED_SECONDS = 86400.0  # for which an ended run is remembered
SETTLE_SECONDS = 3  # after a start of Redis, in which no process takes another's runs
_ALL = 1000  # runs per script call


@dataclass
class _Lease:
    """What this process knows of a run that it holds."""

    token: int
    code: str
    set: str | None


class RedisRecords:
    """The records in the Redis at `address` (`redis://`, `rediss://`, `unix://`).

    Raises StoreError.
    """

    def __init__(self, address: str, *, keep_seconds: float, lease_seconds: float) -> None:
        self.name = secrets.token_urlsafe(9)  # of this process
        self._place = masked(address)
        self._keep, self._term = int(1000 * keep_seconds) or 1, int(1000 * lease_seconds)
        self._leases: dict[str, _Lease] = {}
        self._server: str | None = None  # the instance of Redis that has everything written so far
        self._away = False  # it did not answer: fail fast until `reopen`
        with self._reporting_errors():
            # Retry a connection that was cut, but not one that timed out.
            retry = Retry(NoBackoff(), 1, (ConnectionError,))
            self._redis: Any = _client(address, retry)
            self._scripts = {
                name: self._redis.register_script(text) for name, text in SCRIPTS.items()
            }
        self.reopen()

    def reopen(self) -> None:
        self._away, self._server = False, None
        with self._reporting_errors():
            self._redis.connection_pool.disconnect()
            version = int(self._redis.get("backstep:schema") or 0)
            if version > _SCHEMA:
                raise StoreError(f"{self._place} is of a newer version of backstep ({version})")
            # What is kept has no other form than before, but older versions would leave an undo
            # history beside a run that they have changed.
            self._redis.set("backstep:schema", _SCHEMA)
        self.beat()

    @contextmanager
    def _reporting_errors(self) -> Iterator[None]:
        if self._away:
            raise StoreError(f"{self._place} does not answer")
        try:
            yield
        except (ConnectionError, TimeoutError, OSError) as error:
            self._away = True
            raise StoreError(f"{self._place}: {error}") from error
        except (RedisError, ValueError) as error:
            raise StoreError(f"{self._place}: {error}") from error

    def _run(self, script: str, keys: Sequence[str], arguments: Sequence[Any]) -> Any:
        with self._reporting_errors():
            return self._scripts[script](keys, arguments)

    def beat(self) -> None:
        self._run("beat", [_replica(self.name)], [self._term])
        with self._reporting_errors():
            server = str(self._redis.info("server")["run_id"])
        if self._server not in (None, server):
            # It may lack the last writes, or all of them.
            self._away = True
            raise StoreError(f"{self._place} has been restarted")
        self._server = server

    def save(self, record: Record) -> None:
        lease = self._leases.get(record.id)
        token = 1 if lease is None else lease.token
        lease = self._leases[record.id] = _Lease(token, record.watch_code, _set_of(record))
        fields = asdict(record) | asdict(record.where)
        del fields["where"]
        pairs = [each for name, value in fields.items() for each in (name, _written(value))]
        undoable = [_set(name) for name in ids_in(record.acts or "")]
        keys = [_run(record.id), *_kept(lease), *undoable]
        if not self._run("save", keys, [self.name, self._keep, lease.token, record.id, *pairs]):
            raise Lost([record.id])

    def move(self, moves: Sequence[tuple[str, Whereabouts]]) -> None:
        known = [(name, self._leases[name], where) for name, where in moves if name in self._leases]
        lost = [name for name, _ in moves if name not in self._leases]
        for first in range(0, len(known), _ALL):
            rows, keys, values = known[first : first + _ALL], [], []
            for name, lease, where in rows:
                keys += [_run(name), *_kept(lease, fill=True)]
                values += [lease.token, *(_written(each) for each in astuple(where))]
            answer = self._run("move", keys, [self.name, self._keep, *values])
            if any(number < 0 for number in answer):
                self._away = True
                raise StoreError(f"{self._place} lacks runs that it had")
            lost += [rows[number - 1][0] for number in answer]
        if lost:
            raise Lost(lost)

    def take(self, identifier: str) -> Record | None:
        keys = [_run(identifier), _replica(self.name)]
        arguments = [self.name, self._keep, self._term, _replica(""), SETTLE_SECONDS]
        answer, *more = self._run("take", keys, arguments)
        if answer == b"held":
            raise Held(more[0].decode())
        if answer == b"unsure":
            raise StoreError(f"{self._place} has not been there for long: others may yet write")
        if answer == b"none":
            return None
        token, flat = more
        record = _record(dict(zip(flat[::2], flat[1::2], strict=True)))
        self._leases[identifier] = _Lease(token, record.watch_code, _set_of(record))
        return record

    def release(self, identifiers: Sequence[str]) -> None:
        found = {name: self._leases.pop(name) for name in identifiers if name in self._leases}
        if found:
            tokens = [lease.token for lease in found.values()]
            self._run("release", [_run(name) for name in found], [self.name, *tokens])

    def load(self, identifier: str) -> Record | None:
        with self._reporting_errors():
            fields = self._redis.hgetall(_run(identifier))
        return _record(fields) if b"token" in fields else None

    def find(self, watch_code: str) -> str | None:
        with self._reporting_errors():
            found = self._redis.get(_code(watch_code))
        return None if found is None else bytes(found).decode()

    def delete(self, identifier: str) -> None:
        self._leases.pop(identifier, None)
        self._run("delete", [_run(identifier)], [int(1000 * _ENDED_SECONDS), _code("")])

    def prune(self, seconds: float) -> None:
        """Do nothing: keys in Redis expire."""

    def save_set(self, identifier: str, data: bytes) -> None:
        with self._reporting_errors():
            self._redis.set(_set(identifier), data, px=self._keep)

    def load_set(self, identifier: str) -> bytes | None:
        with self._reporting_errors():
            found = self._redis.getex(_set(identifier), px=self._keep)
        return None if found is None else bytes(found)

    def close(self) -> None:
        self._redis.close()


def _client(address: str, retry: Retry) -> Any:
    try:
        return Redis.from_url(
            address, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE, retry=retry
        )
    except ValueError:
        # The error's text may quote a password that was taken for a port.
        message = (
            "is not an address; in a password write %2F for /, %23 for #, %3F for ?, %40 for @"
        )
        raise StoreError(f"{masked(address)} {message}") from None


def _run(identifier: str) -> str:
    return f"backstep:run:{identifier}"


def _code(watch_code: str) -> str:
    return f"backstep:code:{watch_code}"


def _set(identifier: str) -> str:
    return f"backstep:set:{identifier}"


def _set_of(record: Record) -> str | None:
    """Return the uploaded set that a run uses."""
    name = str(json.loads(record.spec)["data"]["name"])
    return name if shape_of(name) else None


def _replica(name: str) -> str:
    return f"backstep:replica:{name}"


def _kept(lease: _Lease, *, fill: bool = False) -> list[str]:
    """Return the keys that live as long as the run; with `fill`, always two."""
    code = _code(lease.code)
    return [code, _set(lease.set)] if lease.set else [code, code] if fill else [code]


def _written(value: Any) -> Any:
    return "" if value is None else value


def _record(fields: Mapping[bytes, bytes]) -> Record:
    texts = {name.decode(): value for name, value in fields.items()}
    step, op, head_step, head_op = (
        int(texts[name]) for name in ("step", "op", "head_step", "head_op")
    )
    return Record(
        texts["id"].decode(),
        texts["token_hash"],
        texts["watch_code"].decode(),
        int(texts["run_epoch"]),
        texts["spec"].decode(),
        texts["edits"].decode(),
        Whereabouts(step, op, head_step, head_op, texts["playing"].decode() or None),
        texts["snapshot"] or None,
        texts.get("acts", b"").decode() or None,
    )
