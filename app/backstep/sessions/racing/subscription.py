"""A client's subscription to a race of its session."""

from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any

from backstep.sessions.racing.race import Race
from backstep.sessions.racing.races import Races
from backstep.sessions.roles import Raced
from backstep.sessions.view.landscape import Drawn

_SECONDS = 0.1  # shortest time between two updates while the run plays


class RaceSubscription:
    """Watches one race or none; calls `changed` when there is something new to see."""

    def __init__(self, races: Races, session: Raced, changed: Callable[[], None]) -> None:
        self.race: Race | None = None
        self._races, self._session, self._changed = races, session, changed
        self._sent: int | None = None
        self._sent_at = 0.0
        self._stop: Callable[[], None] = lambda: None

    def watch(self, options: Mapping[str, Any] | None) -> None:
        """Watch another race, or none. Raises EngineError if there are too many."""
        found: tuple[Race | None, Callable[[], None]] = (None, lambda: None)
        if options is not None:
            found = self._races.join(self._session, options, self._changed)
        self.leave()  # only now, so that the race continues if it is the same
        self.race, self._stop = found
        self._sent = None

    def leave(self) -> None:
        """Stop watching."""
        self._stop()
        self._stop = lambda: None
        self.race = None

    @property
    def owed(self) -> bool:
        """Whether there is something new to send."""
        race = self.race
        if race is None or not race.racers or self._sent == race.version:
            return False
        return not self._session.state.playing or monotonic() - self._sent_at > _SECONDS

    async def take(self) -> list[Drawn]:
        """Return the race's part of a frame, if it is new; the run must stand still."""
        race = self.race
        if race is None or not self.owed:
            return []
        await race.look()
        if not race.racers:  # they are being made again
            return []
        self._sent, self._sent_at = race.version, monotonic()
        return [race.told()]
