"""shared/chat-connection.js by itself: a scripted WebSocket, a clock that only the test moves."""

import pathlib

import pytest

STAGE = (pathlib.Path(__file__).parent / "chat_connection_stage.js").read_text()


@pytest.fixture
def stage(page_factory, static_site):
    """Opens the stage in a fresh page and gives a function that runs JavaScript on it; `run.enter()` opens it anew."""
    page = page_factory()

    def enter(**options):
        page.goto(f"{static_site}/blank")
        page.add_script_tag(content=STAGE)
        page.evaluate("options => openStage(options)", options)

    def run(script):
        return page.evaluate(f"async () => {{ {script} }}")

    run.enter = enter
    return run


def seqs(run):
    return run("return stage.of('event').map((event) => event.seq)")


def test_says_hello_with_the_session_and_the_protocol(stage):
    stage.enter()
    hello = stage("""localStorage.setItem("session", "s1"); stage.connection.start(); stage.accept();
        return {protocols: stage.last().protocols, sent: stage.last().sent}""")
    assert hello == {
        "protocols": ["frontdesk.v1"],
        "sent": [{"type": "hello", "protocol": 1, "role": "customer", "language": "en", "session": "s1"}],
    }


def test_waits_longer_after_each_failure_up_to_a_limit_and_by_chance(stage):
    stage.enter(random=1)
    waits = stage("""stage.connection.start();
        for (let i = 0; i < 9; i += 1) { stage.end(1006); stage.advance(stage.of("status").at(-1).retryInMs); }
        return stage.of("status").filter((s) => s.status === "waiting").map((s) => s.retryInMs)""")
    assert waits == [500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]
    stage.enter(random=0.25)
    assert stage("""stage.connection.start(); stage.end(1006); return stage.of("status").at(-1).retryInMs""") == 125


def test_a_connection_that_breaks_at_once_does_not_start_the_count_anew_but_a_lasting_one_does(stage):
    stage.enter(random=1)
    waits = stage("""stage.connection.start();
        for (const lasted of [100, 100, 6000]) { stage.welcome(); stage.advance(lasted); stage.end(1006); stage.advance(5000); }
        return stage.of("status").filter((s) => s.status === "waiting").map((s) => s.retryInMs)""")
    assert waits == [500, 1000, 500]


def test_a_server_that_never_says_welcome_is_left_after_ten_seconds(stage):
    stage.enter()
    assert stage("stage.connection.start(); stage.advance(9999); return stage.connection.status") == "connecting"
    assert stage("stage.advance(1); return stage.connection.status") == "waiting"


def test_resumes_after_the_last_event_when_it_reconnects(stage):
    stage.enter()
    hello = stage("""stage.connection.start(); stage.welcome(); stage.event(1); stage.event(2);
        stage.end(1006); stage.advance(1000); stage.accept(); return stage.last().sent[0]""")
    assert hello["resume"] == {"conversation": "c1", "after": 2}


def test_delivers_each_event_once_and_in_order(stage):
    stage.enter()
    stage("""stage.connection.start(); stage.welcome();
        for (const seq of [1, 1, 2, 4, 3, 2, 5, 5]) stage.event(seq)""")
    assert seqs(stage) == [1, 2, 3, 4, 5]


def test_asks_once_for_missing_events_and_delivers_when_they_come(stage):
    stage.enter()
    asked = stage("""stage.connection.start(); stage.welcome(); stage.event(1);
        stage.event(4); stage.event(5); return stage.sent("resume")""")
    assert asked == [{"type": "resume", "conversation": "c1", "after": 1}]
    assert seqs(stage) == [1]
    stage("""for (const seq of [2, 3, 4, 5]) stage.event(seq); stage.say({type: "live", conversation: "c1", seq: 5, status: "bot"})""")
    assert seqs(stage) == [1, 2, 3, 4, 5]


def test_asks_again_when_live_says_there_is_more(stage):
    stage.enter()
    asked = stage("""stage.connection.start(); stage.welcome(); stage.event(1);
        stage.say({type: "live", conversation: "c1", seq: 3, status: "bot"}); return stage.sent("resume")""")
    assert [frame["after"] for frame in asked] == [1]


def test_an_unacknowledged_message_is_sent_again_under_the_same_id(stage):
    stage.enter()
    first, second = stage("""stage.connection.start(); stage.welcome();
        stage.connection.sendMessage({text: "hello"}); const first = stage.sent("message");
        stage.end(1006); stage.advance(1000); stage.welcome(); return [first, stage.sent("message")]""")
    assert first == second and len(first) == 1 and first[0]["conversation"] == "c1"
    states = stage("""stage.say({type: "ack", conversation: "c1", client_message_id: stage.connection.outbox[0].id, seq: 2});
        stage.end(1006); stage.advance(1000); stage.welcome();
        return {sent: stage.sent("message"), states: stage.of("outbox").map((entry) => entry.state)}""")
    assert states == {"sent": [], "states": ["sending", "sent"]}


def test_the_event_of_a_message_counts_as_its_acknowledgement(stage):
    stage.enter()
    left = stage("""stage.connection.start(); stage.welcome(); const {id} = stage.connection.sendMessage({text: "hello"});
        stage.event(1, {from: "customer", client_message_id: id}); return stage.connection.outbox""")
    assert left == []


def test_messages_survive_a_reload_and_keep_their_order(stage):
    stage.enter()
    ids = stage("""stage.connection.start();
        return ["one", "two", "three"].map((text) => stage.connection.sendMessage({text}).id)""")
    stage.enter()
    sent = stage("stage.connection.start(); stage.welcome('c9'); return stage.sent('message')")
    assert [frame["client_message_id"] for frame in sent] == ids
    assert [(frame["text"], frame["conversation"]) for frame in sent] == [("one", "c9"), ("two", "c9"), ("three", "c9")]


def test_a_blocked_storage_is_replaced_by_memory(stage):
    stage.enter(blockedStorage=True)
    sent = stage("""stage.connection.start(); stage.connection.sendMessage({text: "hello"}); stage.welcome(); return stage.sent("message")""")
    assert [frame["text"] for frame in sent] == ["hello"]


def test_a_refused_message_fails_and_can_be_tried_again(stage):
    stage.enter()
    states = stage("""stage.connection.start(); stage.welcome(); const {id} = stage.connection.sendMessage({text: "hello"});
        stage.say({type: "error", code: 301, name: "conversation_closed", message: "", advice: "start", client_message_id: id});
        stage.connection.retry(id, "c2");
        return {states: stage.of("outbox").map((entry) => entry.state), sent: stage.sent("message").map((frame) => frame.conversation)}""")
    assert states == {"states": ["sending", "failed", "sending"], "sent": ["c1", "c2"]}


def test_a_server_that_asks_for_patience_gets_the_message_again_later(stage):
    stage.enter()
    counts = stage("""stage.connection.start(); stage.welcome(); const {id} = stage.connection.sendMessage({text: "hello"});
        stage.say({type: "error", code: 400, name: "slow_down", message: "", advice: "slow_down", retry_after_ms: 3000, client_message_id: id});
        stage.advance(2999); const before = stage.sent("message").length; stage.advance(1);
        return [before, stage.sent("message").length, stage.connection.outbox[0].state]""")
    assert counts == [1, 2, "sending"]


def test_a_message_without_any_answer_is_shown_as_failed(stage):
    stage.enter()
    state = stage("""stage.connection.start(); stage.welcome(); stage.connection.sendMessage({text: "hello"});
        for (let i = 0; i < 25; i += 1) { stage.advance(1000); stage.say({type: "pong"}); }
        return stage.connection.outbox[0].state""")
    assert state == "failed"


def test_goodbye_names_the_time_to_come_back(stage):
    stage.enter(random=0)
    status = stage("""stage.connection.start(); stage.welcome(); stage.say({type: "goodbye", retry_after_ms: 1340}); stage.end(4000);
        dispatchEvent(new Event("online"));
        stage.advance(1339); const before = stage.sockets.length; stage.advance(1);
        return [stage.of("status").at(-2).retryInMs, before, stage.sockets.length]""")
    assert status == [1340, 1, 2]


@pytest.mark.parametrize("code, reconnects", [(4000, True), (4008, True), (4499, True), (4500, False), (4501, False), (4999, False)])
def test_the_close_code_says_whether_to_reconnect(stage, code, reconnects):
    stage.enter()
    sockets = stage(f"""stage.connection.start(); stage.welcome(); stage.end({code}); stage.advance(60000);
        dispatchEvent(new Event("online")); return [stage.sockets.length > 1, stage.of("status").at(-1).code]""")
    assert sockets[0] is reconnects
    if not reconnects:
        assert sockets[1] == code
        assert stage("stage.connection.start(); return stage.sockets.length") == 2


def test_a_missing_pong_ends_the_connection_within_ten_seconds(stage):
    stage.enter()
    assert stage("""stage.connection.start(); stage.welcome(); stage.advance(20000); return stage.sent("ping").length""") == 1
    assert stage("""stage.say({type: "pong"}); stage.advance(20000); return stage.sent("ping").length""") == 2
    assert stage("stage.advance(9999); return stage.connection.status") == "online"
    assert stage("""stage.advance(1); return [stage.connection.status, stage.of("status").at(-1).code]""") == ["waiting", 4009]


def test_coming_online_reconnects_at_once_and_probes_an_open_connection(stage):
    stage.enter()
    sockets = stage("""stage.connection.start(); stage.end(1006); dispatchEvent(new Event("online"));
        stage.advance(60000); return stage.sockets.length >= 2""")
    assert sockets
    stage.enter()
    assert stage("""stage.connection.start(); stage.welcome(); document.dispatchEvent(new Event("visibilitychange"));
        return stage.sent("ping").length""") == 1


def test_requests_are_joined_to_their_answers(stage):
    stage.enter(role="agent")
    answers = stage("""stage.connection.start(); stage.welcome();
        const claim = stage.connection.request({type: "claim", conversation: "c1"});
        const other = stage.connection.request({type: "close", conversation: "c1"}).catch((error) => [error.code, error.name, error.message]);
        const [first, second] = stage.last().sent.slice(1).map((frame) => frame.request);
        stage.say({type: "error", code: 303, name: "not_holder", message: "No.", advice: "none", request: second});
        stage.say({type: "done", request: first});
        const lost = stage.connection.request({type: "close", conversation: "c1"}).catch((error) => error.name);
        stage.end(1006);
        return [(await claim).type, await other, await lost]""")
    assert answers == ["done", [303, "not_holder", "No."], "disconnected"]


def test_an_agent_watches_several_conversations_across_a_reconnect(stage):
    stage.enter(role="agent")
    resumed = stage("""stage.connection.start(); stage.welcome();
        for (const id of ["c1", "c2", "c3"]) stage.connection.watch(id).catch(() => {});
        stage.event(1); stage.event(1, {conversation: "c2"}); stage.event(2, {conversation: "c2"});
        stage.connection.unwatch("c3"); stage.event(1, {conversation: "c3"});
        stage.end(1006); stage.advance(1000); stage.welcome(); return stage.sent("resume")""")
    assert [(frame["conversation"], frame["after"]) for frame in resumed] == [("c1", 1), ("c2", 2)]
    assert stage("return stage.of('event').map((event) => event.conversation)") == ["c1", "c2", "c2"]


def test_a_customer_follows_to_the_conversation_that_another_tab_began(stage):
    stage.enter()
    current = stage("""stage.connection.start(); stage.welcome(); stage.event(1, {kind: "started"});
        stage.event(1, {conversation: "c2", kind: "started"}); return stage.connection.conversation""")
    assert current == "c2"
    asked = stage("""stage.end(1006); stage.advance(1000); stage.welcome("c3"); return stage.sent("resume")""")
    assert asked == [{"type": "resume", "conversation": "c3", "after": 0}]


def test_stop_is_final_until_start(stage):
    stage.enter()
    counts = stage("""stage.connection.start(); stage.welcome(); stage.connection.stop(); stage.advance(60000);
        const before = stage.sockets.length; stage.connection.start(); return [before, stage.sockets.length]""")
    assert counts == [1, 2]
