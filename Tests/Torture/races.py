"""Claim races: a customer's message and two agents' claims at the same instant, of which exactly one claim wins."""

from __future__ import annotations

import asyncio
import random

from agent import Agent
from customer import CALLING, SURE, UNSURE, Customer, Identity

#: Races at once, each in a conversation of its own.
LANES = 32
AGENTS = 6
#: A conversation of a lane is left for a new one after so many races.
RACES_PER_CONVERSATION = 12
#: Seconds for one answer; the server is not killed while it runs races.
ANSWER = 15.0


class Racer(Agent):
    """An agent who only races: changes of the desk pass by unread."""

    def desk_changed(self, raw: bytes) -> None:
        return


class Lane:
    """One customer, and before each race two of the agents."""

    def __init__(self, number: int, world, agents: list[Racer]) -> None:
        self.random = random.Random(f"{world.seed}/lane{number}")
        self.world = world
        self.ledger = world.ledger
        self.agents = agents
        self.customer = Customer(f"r{number}", world, Identity())
        self.races = 0
        self.conversations: list[str] = []

    async def run(self, races: int) -> None:
        while not await self.customer.connect():
            pass
        for number in range(races):
            if number % RACES_PER_CONVERSATION == 0:
                if number:
                    await self.customer.answer(self.customer.ask("start", "", language="en"), ANSWER)
                self.conversations.append(self.customer.conversation)
            await self.race()
        await self.customer.settle()

    async def race(self) -> None:
        conversation = self.customer.conversation
        first, second = self.random.sample(self.agents, 2)
        requests: dict[Agent, str] = {}

        def claim(agent: Agent) -> None:
            requests[agent] = agent.ask("claim", conversation)

        if self.random.random() < 0.2:
            await self.tell(self.random.choice(CALLING))
        steps = [lambda: claim(first), lambda: claim(second), self.ask_bot]
        self.random.shuffle(steps)
        for step in steps:
            step()
            if self.random.random() < 0.3:
                await asyncio.sleep(self.random.choice([0, 0, 0.001, 0.004]))
        answers = {agent: await agent.answer(request, ANSWER) for agent, request in requests.items()}
        await self.customer.until(lambda: not self.customer.pending, ANSWER)
        self.races += 1
        self.ledger.counts["races"] += 1
        winner = self.winner(conversation, answers)
        if winner is not None:
            await self.work(conversation, winner)

    def ask_bot(self) -> None:
        text = self.random.choice(SURE if self.random.random() < 0.7 else UNSURE)
        self.customer.submit(self.customer.conversation, text)

    async def tell(self, text: str) -> None:
        await self.customer.say(text)
        await self.customer.until(lambda: not self.customer.pending, ANSWER)

    def winner(self, conversation: str, answers: dict[Agent, dict | None]) -> Agent | None:
        """Who won; whatever else than one winner and one told so is against the rule."""
        won = [agent for agent, answer in answers.items() if answer and answer["type"] == "done"]
        told = [answer for answer in answers.values() if answer and answer.get("code") == 302]
        if len(won) != 1 or len(told) != 1 or won[0].display_name not in told[0]["message"]:
            shown = {agent.display_name: answer for agent, answer in answers.items()}
            self.ledger.violate("race", conversation, f"the claims were answered with {shown}")
        return won[0] if won else None

    async def work(self, conversation: str, winner: Agent) -> None:
        """The winner may talk, the bot may not, and then has it back."""
        if self.random.random() < 0.3:
            winner.say_in(conversation)
        if self.random.random() < 0.15:
            await self.tell(self.random.choice(SURE))
        answer = await winner.answer(winner.ask("release", conversation), ANSWER)
        if answer is None or answer["type"] != "done":
            self.ledger.violate("race", conversation, f"the winner's release was answered with {answer}")


async def run(world, cookies: list[str], races: int) -> list[Lane]:
    """Runs the races and gives the lanes."""
    agents = [Racer(f"racer{number}", world, cookie) for number, cookie in enumerate(cookies)]
    for agent in agents:
        while not await agent.connect():
            pass
    lanes = [Lane(number, world, agents) for number in range(min(LANES, races))]
    share, rest = divmod(races, len(lanes))
    await asyncio.gather(*(lane.run(share + (number < rest)) for number, lane in enumerate(lanes)))
    await asyncio.gather(*(agent.settle() for agent in agents))
    return lanes
