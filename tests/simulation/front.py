"""The machine of a desk through its lives: started, used, killed between two steps, and started again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random

from domain.constants import MINUTE, SECOND
from domain.wire.actions import SendReminder
from tests.simulation.desk import POLL, Desk, DeskDied, Machine
from tests.simulation.network import Network
from tests.simulation.oracle import Oracle
from tests.simulation.pipe import Pipe
from tests.simulation.receptionist import Receptionist
from tests.simulation.wire import SimulatedHttp

IDLE = 20 * MINUTE
"""With a stream open there is nothing to ask; this is only how often the simulator looks anyway."""


class Front:
    """Keeps one desk going. `listen` is told of each stream that a person opens."""

    def __init__(
        self,
        machine: Machine,
        staff: tuple[str, ...],
        network: Network,
        oracle: Oracle,
        rng: Random,
        listen: Callable[[Pipe, str], None],
    ) -> None:
        self.machine = machine
        self.desk: Desk | None = None
        self.http: SimulatedHttp | None = None
        self._staff = staff
        self._network = network
        self.oracle = oracle
        self._rng = rng
        self._listen = listen
        self._receptionist = Receptionist(rng)
        self._life = 0
        self._tick = 0
        self._busy = False
        self._again = False
        self.closed = False
        self.stepped: Callable[[Desk], None] = lambda _desk: None
        """Hears of each step of the desk on the network or by a pushed event."""
        machine.person = staff[0]

    # Lives

    def boot(self) -> None:
        """Starts a process on what the last one left on the disk."""
        if self.desk is not None or self.closed:
            return
        self._life += 1
        self._busy = self._again = False
        life = self._life

        def checked() -> None:
            if life != self._life or self.desk is None:
                raise DeskDied
            self.desk.kill_point()

        self.http = SimulatedHttp(self._network, f"203.0.113.{self.machine.name[-1]}", checked, self.machine.say)
        self.desk = Desk(self.machine, self.http, self._connect)
        if self.desk.stores.outbox.lost:
            self.oracle.violated("the outbox was damaged and put aside")
        self.machine.say("starts")
        self.poke()

    def die(self) -> None:
        """The process ends; a little later somebody starts it again."""
        if self.desk is None:
            return
        self.machine.say("dies")
        self._life += 1
        desk, self.desk = self.desk, None
        desk.close()
        self.machine.schedule.after(self._rng.randint(SECOND, MINUTE), self.boot)

    def close(self) -> None:
        """Ends the run."""
        self.closed = True
        if self.desk is not None:
            desk, self.desk = self.desk, None
            desk.close()

    def _guarded(self, run: Callable[[Desk], None]) -> None:
        """What dies takes its process with it, unless that is another one by now."""
        life = self._life
        if self.desk is None:
            return
        try:
            run(self.desk)
        except DeskDied:
            if life == self._life:
                self.die()

    # The network's lane

    def poke(self) -> None:
        """There is something to do on the network."""
        self._plan(SECOND // 20)

    def cut_off(self, until: int) -> None:
        """The desk has no network until then."""
        self.machine.say("has no network")
        self._network.down_until = until
        if self.desk is not None and self.desk.pipe is not None:
            self.desk.pipe.break_off()

    def online(self) -> None:
        """There is a network again."""
        self._network.down_until = 0

    def look(self) -> None:
        """Asks the server at the next opportunity."""
        if self.desk is not None:
            self.desk.wants_pull = True
        self.poke()

    @contextmanager
    def at_rest(self) -> Iterator[None]:
        """The desk does nothing by itself while somebody else uses its engine: it has one thread for the network."""
        self._tick += 1
        self._busy = True
        try:
            yield
        finally:
            self._busy = False
            self.poke()

    def _plan(self, delay: int) -> None:
        if self._busy:
            self._again = True
            return
        self._tick += 1
        tick = self._tick
        self.machine.schedule.after(delay, lambda: self._guarded(self._work) if tick == self._tick else None)

    def _work(self, desk: Desk) -> None:
        self._busy, self._again = True, False
        life = self._life
        delay = desk.work()
        if life != self._life:
            return
        self.stepped(desk)
        self._busy = False
        idle = delay == POLL and desk.pipe is not None and not desk.waits
        self._plan(SECOND // 20 if self._again else IDLE if idle else delay)

    def meanwhile(self, run: Callable[[Desk], None]) -> bool:
        """Asks the server something else now; False while a round is on its way, which has the session to itself."""
        if self._busy or self.desk is None:
            return False
        self._busy = True
        self._tick += 1
        life = self._life
        self._guarded(run)
        if life == self._life:
            self._busy = False
            self.poke()
        return True

    def _connect(self, pipe: Pipe, person: str) -> None:
        machine, life = self.machine, self._life

        def receive(piece: bytes) -> None:
            if life == self._life:
                self._guarded(self._hear(piece))

        def broken() -> None:
            if life == self._life and self.desk is not None and self.desk.pipe is pipe:
                self.desk.hung_up()
                self.poke()

        pipe.connect(machine.schedule, machine.weather, self._rng, receive, broken)
        self._listen(pipe, person)

    def _hear(self, piece: bytes) -> Callable[[Desk], None]:
        def hear(desk: Desk) -> None:
            if desk.hear(piece):
                self.poke()
            self.stepped(desk)

        return hear

    # People

    def use(self) -> int:
        """Somebody does something at the desk, most while it has no connection; in how long the next thing."""
        if self.desk is not None and not self._busy:
            if self._rng.random() < (0.3 if self.desk.waits else 0.06):
                self.switch(self._rng.choice(self._staff))
            else:
                self._act(self.desk)
        offline = self.desk is not None and self.desk.pipe is None
        return int(SECOND * 10 ** self._rng.uniform(1.0, 3.0 if offline else 4.0))

    def switch(self, person: str) -> None:
        """Another person takes over the desk."""
        if person == self.machine.person or self.desk is None:
            return
        self.machine.say(f"{self.machine.person} leaves the desk to {person}")
        self.machine.person = person
        self._guarded(Desk.leave)
        self.poke()

    def _act(self, desk: Desk) -> None:
        if desk.owner is None or desk.stores.replica(desk.owner).locked(self.machine.clock.now()):
            return
        action = self._receptionist.decide(desk)
        if action is None:
            return
        if isinstance(action.payload, SendReminder):
            self.oracle.asked(action.payload.draft_id)
        self.machine.say(f"{self.machine.person}: {type(action.payload).__name__} {action.entity} {action.id}")
        desk.act(action)
        self.poke()
