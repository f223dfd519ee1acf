"""The races of a session; clients that request the same race share it."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from backstep.engine.errors import EngineError
from backstep.protocol.stream.panels import Race as Options
from backstep.sessions.racing.race import Race
from backstep.sessions.roles import Raced


class Races:
    """The watched races by their options; at most `limit`."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._races: dict[str, Race] = {}

    def __len__(self) -> int:
        return len(self._races)

    def __iter__(self) -> Iterator[Race]:
        return iter(list(self._races.values()))

    def join(
        self, session: Raced, options: Mapping[str, Any], changed: Callable[[], None]
    ) -> tuple[Race, Callable[[], None]]:
        """Watch the race with these options; return it, and a function that leaves it.

        `changed` is called when there is something new to see. Raises EngineError if there are too
        many other races.
        """
        key = json.dumps(options, sort_keys=True)
        if key not in self._races:
            if len(self._races) >= self._limit:
                message = f"this run has {self._limit} races already; join one of them"
                raise EngineError(message, field="panels.race")
            self._races[key] = Race(session, Options.model_validate(options))
        race = self._races[key]
        race.watchers.append(changed)
        race.begin()

        def leave() -> None:
            race.watchers.remove(changed)
            if not race.watchers:
                race.end()
                del self._races[key]

        return race, leave

    @property
    def level(self) -> bool:
        """Whether every racer has reached the run's position."""
        return all(race.level for race in self._races.values())

    def advance(self, seconds: float) -> None:
        """Let all racers catch up with the run for at most `seconds` in total."""
        for race in self:
            race.advance(seconds / len(self._races))
