"""One run: the clients at work while the server is killed, then races, then rest, then the comparison with the store."""

from __future__ import annotations

import asyncio
import collections
import dataclasses
import pathlib
import random
import resource
import sys
import time
from collections.abc import Callable

import races
import rules
import store
from agent import Agent
from customer import Customer, Identity, SlowCustomer
from ledger import Ledger, Violation
from peer import Peer
from proxy import Proxy
from server import Server

#: Times short enough that what they rule happens often in a run.
SETTINGS = [
    "--answer-milliseconds", "2000", "--queue-seconds", "2", "--urgent-queue-seconds", "1", "--agent-answer-seconds", "12",
    "--presence-seconds", "1", "--burst-milliseconds", "80", "--watchdog-seconds", "5"]
#: Seconds without one acknowledgement after which a run is given up.
STUCK = 60.0


@dataclasses.dataclass(frozen=True)
class Plan:
    """How much of everything. All random choices follow from `seed`."""

    seed: int
    messages: int
    kills: int
    races: int
    customers: int = 72
    agents: int = 16
    supervisors: int = 4
    #: How long the clients may take to come to rest in the end.
    rest_seconds: float = 30.0


class World:
    """What all clients of a run share."""

    think_seconds = 0.02
    linger_seconds = 0.3
    slow_seconds = 1.5
    away_seconds = 4.0
    proxy_share = 0.25

    def __init__(self, plan: Plan, binary: pathlib.Path, folder: pathlib.Path) -> None:
        self.plan = plan
        self.seed = plan.seed
        self.random = random.Random(f"{plan.seed}/world")
        self.ledger = Ledger()
        self.server = Server(binary, folder, SETTINGS)
        self.proxy = Proxy(self.server.port)
        self.peek = store.Peek(self.server.database)
        self.ledger.lookup = self.peek.contains
        #: Each customer's present conversation, and each agent's user id.
        self.current: dict[str, str] = {}
        self.agents: dict[str, str] = {}
        self.peers: list[Peer] = []
        self.is_ending = False
        self.errors: list[Exception] = []

    def fail(self, error: Exception) -> None:
        """A mistake of the checker itself."""
        self.errors.append(error)
        self.is_ending = True


@dataclasses.dataclass
class Report:
    """How a run went."""

    plan: Plan
    ledger: Ledger
    found: list[Violation]
    stored: dict[str, store.Conversation]
    seconds: dict[str, float]
    starts: list[float]
    kills: int
    stops: int
    complaints: list[str]

    @property
    def is_clean(self) -> bool:
        return not self.found


async def run(
    plan: Plan, binary: pathlib.Path, folder: pathlib.Path, is_loud: bool = False,
    tamper: Callable[[pathlib.Path], None] | None = None,
) -> Report:
    """Runs the plan against a fresh server in `folder`. `tamper` gets the database while the server is dead."""
    world = World(plan, binary, folder)
    seconds: dict[str, float] = {}
    names = [f"a{number}" for number in range(plan.agents)]
    heads = [f"s{number}" for number in range(plan.supervisors)]
    for name in names:
        world.server.add_user(name, "agent")
    for name in heads:
        world.server.add_user(name, "supervisor")
    await world.server.start()
    world.peek.open()
    await world.proxy.start()
    try:
        cookies = {name: await world.server.sign_in(name) for name in names + heads}
        begin = time.monotonic()
        nemesis = Nemesis(world, tamper)
        await _faults(world, nemesis, cookies, is_loud)
        seconds["faults"] = time.monotonic() - begin
        begin = time.monotonic()
        if plan.races and not world.errors:
            lanes = await races.run(world, [cookies[name] for name in names[:races.AGENTS]], plan.races)
            seconds["races"] = time.monotonic() - begin
        begin = time.monotonic()
        await _rest(world)
        seconds["rest"] = time.monotonic() - begin
    finally:
        world.peek.close()
        for peer in world.peers:
            peer.cut()
        status = await world.server.stop()
        await world.proxy.stop()
    if world.errors:
        raise world.errors[0]
    if status:
        world.ledger.violate("crash", "-", f"the server ended with {status} after SIGTERM")
    begin = time.monotonic()
    stored = store.read(world.server.database)
    found = world.ledger.violations + rules.check(world.ledger, stored)
    found += [Violation("changed", id, text) for id, text in world.peek.changes()]
    found += [Violation("damage", "-", text) for text in store.damage(world.server.database)]
    if plan.races:
        found += _race_claims(lanes, stored)
    seconds["check"] = time.monotonic() - begin
    return Report(
        plan, world.ledger, found, stored, seconds, world.server.starts, nemesis.kills, nemesis.stops,
        [line for line in world.server.log().splitlines() if line])


async def _faults(world: World, nemesis: Nemesis, cookies: dict[str, str], is_loud: bool) -> None:
    """Clients at work until there are enough messages and kills."""
    plan = world.plan
    for number in range(plan.customers):
        identity = Identity()
        kind = SlowCustomer if number % 16 == 7 else Customer
        world.peers.append(kind(f"c{number}", world, identity))
        if number % 5 == 0:
            world.peers.append(Customer(f"c{number}b", world, identity))
    world.peers += [
        Agent(name, world, cookie, is_supervisor=name.startswith("s")) for name, cookie in cookies.items()]
    tasks = [asyncio.create_task(peer.run()) for peer in world.peers]
    shown = asyncio.create_task(_show(world, nemesis)) if is_loud else None
    try:
        await nemesis.run()
        world.is_ending = True
        for done in asyncio.as_completed(tasks):
            await done
    finally:
        for task in [*tasks, *([shown] if shown else [])]:
            task.cancel()


async def _show(world: World, nemesis: Nemesis) -> None:
    begin = time.monotonic()
    while True:
        await asyncio.sleep(10)
        print(
            f"{time.monotonic() - begin:6.0f} s  {world.ledger.acknowledged} acknowledged, {nemesis.kills} kills, "
            f"{nemesis.stops} stops, {len(world.ledger.violations)} violations", file=sys.stderr, flush=True)


class Nemesis:
    """Kills the server, evenly over the run's messages and at random within, and starts it again."""

    def __init__(self, world: World, tamper: Callable[[pathlib.Path], None] | None) -> None:
        self.world = world
        self.tamper = tamper
        self.random = random.Random(f"{world.seed}/nemesis")
        self.kills = 0
        self.stops = 0

    async def run(self) -> None:
        plan, ledger = self.world.plan, self.world.ledger
        share = plan.messages / (plan.kills + 1)
        while self.kills < plan.kills and not self.world.is_ending:
            await self._until(share * (self.kills + self.random.uniform(0.3, 1.7)))
            if self.random.random() < 0.12:
                await self._restart(self._stop)
                await self._until(ledger.acknowledged + share * 0.3)
            await self._restart(self._kill)
        await self._until(plan.messages)

    async def _until(self, acknowledged: float) -> None:
        """Waits for so many acknowledgements."""
        ledger, world = self.world.ledger, self.world
        last, since = ledger.acknowledged, time.monotonic()
        while ledger.acknowledged < acknowledged and not world.is_ending:
            await asyncio.sleep(0.005)
            if world.server.has_crashed:
                ledger.violate("crash", "-", f"the server ended by itself with {world.server.process.returncode}")
                await world.server.start()
            if ledger.acknowledged > last:
                last, since = ledger.acknowledged, time.monotonic()
            elif time.monotonic() - since > STUCK:
                ledger.violate("answers", "-", f"nothing was acknowledged for {STUCK:.0f} s")
                world.is_ending = True

    async def _restart(self, end) -> None:
        self.world.peek.close()
        await end()
        self.world.proxy.clear()
        if self.tamper:
            self.tamper(self.world.server.database)
        await asyncio.sleep(self.random.choice([0, 0, 0.05, 0.2]))
        await self.world.server.start()
        self.world.peek.open()

    async def _kill(self) -> None:
        await self.world.server.kill()
        self.kills += 1

    async def _stop(self) -> None:
        status = await self.world.server.stop()
        self.stops += 1
        if status:
            self.world.ledger.violate("crash", "-", f"the server ended with {status} after SIGTERM")


async def _rest(world: World) -> None:
    """Waits until the bot has nothing more to answer and every client knows all, or too long."""
    deadline = time.monotonic() + world.plan.rest_seconds
    while True:
        for peer in world.peers:
            await peer.connect()
        stored = store.read(world.server.database)
        silent = any(rules.unanswered(conversation) for conversation in stored.values())
        apart = {peer: found for peer in world.peers if (found := _differences(peer, stored))}
        if not silent and not apart:
            return
        if time.monotonic() > deadline:
            for found in apart.values():
                for id, text in found:
                    world.ledger.violate("belief", id, text)
            return
        # Some may sit behind a dead connection and have had no reason yet to notice.
        await asyncio.gather(*(peer.check_pulse() for peer in apart))
        await asyncio.sleep(0.5)


def _differences(peer: Peer, stored: dict[str, store.Conversation]) -> list[tuple[str, str]]:
    """Where a client at rest believes something else than the store has."""
    found = []
    if not peer.is_connected:
        found.append(("-", f"{peer.name} cannot connect"))
    watched = peer.opened if isinstance(peer, Agent) else [peer.conversation]
    for id in watched:
        if peer.logs[id].last != stored[id].last_seq:
            found.append((id, f"{peer.name} has seen {peer.logs[id].last} of {stored[id].last_seq} events"))
    if isinstance(peer, Agent):
        shown = {id: (summary["status"], peer.holder(summary)) for id, summary in peer.desk.items()}
        there = {
            id: (conversation.status, conversation.holder)
            for id, conversation in stored.items() if conversation.status in ("queued", "agent")}
        found += [
            (id, f"{peer.name}'s desk shows {shown.get(id)}, the store has {there.get(id)}")
            for id in shown.keys() | there.keys() if shown.get(id) != there.get(id)]
    return found


def _race_claims(lanes: list[races.Lane], stored: dict[str, store.Conversation]) -> list[Violation]:
    """Each race left one claim in the log."""
    claims = sum(
        event.kind == "claimed" for lane in lanes for id in lane.conversations for event in stored[id].events)
    held = sum(lane.races for lane in lanes)
    return [] if claims == held else [Violation("race", "-", f"{held} races left {claims} claims")]


def peak_memory() -> int:
    """This process's largest memory so far, MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def by_rule(found: list[Violation]) -> dict[str, int]:
    """How often each rule was broken, all of them named."""
    counts = collections.Counter(violation.rule for violation in found)
    return {rule: counts[rule] for rule in rules.LIVE + rules.FINAL}
