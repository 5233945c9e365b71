"""shared/chat-connection.js by itself: a scripted WebSocket, a clock that only the test moves."""

import pathlib

import pytest

STAGE = (pathlib.Path(__file__).parent / "chat_connection_stage.js").read_text()


@pytest.fixture
def stage(page_factory, static_site):
    """Opens the stage in a fresh page and gives a function that runs JavaScript on it; `run.enter()` opens it anew."""

    def open_stage(page):
        def enter(**options):
            page.goto(f"{static_site}/blank")
            page.add_script_tag(content=STAGE)
            page.evaluate("options => openStage(options)", options)

        def run(script):
            return page.evaluate(f"async () => {{ {script} }}")

        def second_tab():
            other = open_stage(page.context.new_page())
            other.enter()
            return other

        run.enter, run.second_tab, run.close = enter, second_tab, page.close
        return run

    return open_stage(page_factory())


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
    sent = stage("stage.connection.start(); stage.welcome('c9'); stage.acknowledgeAll(); return stage.sent('message')")
    assert [frame["client_message_id"] for frame in sent] == ids
    assert [(frame["text"], frame["conversation"]) for frame in sent] == [("one", "c9"), ("two", "c9"), ("three", "c9")]


def test_a_blocked_storage_is_replaced_by_memory(stage):
    stage.enter(blockedStorage=True)
    sent = stage("""stage.connection.start(); stage.connection.sendMessage({text: "hello"}); stage.welcome(); return stage.sent("message")""")
    assert [frame["text"] for frame in sent] == ["hello"]


def test_the_browser_asks_before_a_page_is_left_only_while_that_would_lose_a_message(stage):
    asks = """const asks = () => !dispatchEvent(new Event("beforeunload", {cancelable: true}));
        stage.connection.start(); stage.connection.sendMessage({text: "hello"}); const before = asks();
        stage.welcome(); stage.acknowledgeAll(); return [before, asks()]"""
    stage.enter()
    assert stage(asks) == [False, False]
    stage.enter(blockedStorage=True)
    assert stage(asks) == [True, False]


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


def test_no_message_overtakes_one_that_must_be_sent_again(stage):
    """The disk hiccups for the first message alone: had the second been under way already, it would be stored before it."""
    stage.enter()
    sent = stage("""stage.connection.start(); stage.welcome();
        const ids = ["one", "two", "three"].map((text) => stage.connection.sendMessage({text}).id);
        stage.say({type: "error", code: 501, name: "not_saved", message: "", advice: "retry", client_message_id: ids[0]});
        stage.connection.sendMessage({text: "four"});
        stage.advance(2000); stage.acknowledgeAll();
        return stage.sent("message").map((frame) => frame.text)""")
    assert sent == ["one", "one", "two", "three", "four"]


def test_a_refused_message_does_not_hold_up_the_next(stage):
    stage.enter()
    sent = stage("""stage.connection.start(); stage.welcome();
        const [first] = ["one", "two"].map((text) => stage.connection.sendMessage({text}).id);
        stage.say({type: "error", code: 106, name: "text_too_long", message: "", advice: "fix", client_message_id: first});
        return [stage.sent("message").map((frame) => frame.text), stage.connection.outbox.map((entry) => entry.state)]""")
    assert sent == [["one", "two"], ["failed", "sending"]]


def test_a_message_that_takes_long_is_called_late(stage):
    stage.enter()
    late = stage("""stage.connection.start(); const {id} = stage.connection.sendMessage({text: "hello"});
        const late = () => stage.of("outbox").map((entry) => entry.late ?? false);
        stage.advance(4999); const before = late(); stage.advance(1); const after = late();
        stage.welcome(); stage.acknowledgeAll(); stage.advance(60000);
        return [before, after, stage.of("outbox").at(-1).state]""")
    assert late == [[False], [False, True], "sent"]


def test_silence_after_a_message_is_a_dead_connection_and_the_message_goes_out_on_the_next(stage):
    stage.enter()
    result = stage("""stage.connection.start(); stage.welcome(); stage.connection.sendMessage({text: "hello"});
        stage.advance(4999); const early = stage.sent("ping").length; stage.advance(1);
        const pinged = stage.sent("ping").length; stage.advance(10000);
        const {status, closeCode} = stage.connection; stage.advance(1000); stage.welcome();
        return [early, pinged, status, closeCode, stage.connection.outbox[0].state, stage.sent("message").length]""")
    assert result == [0, 1, "waiting", 4009, "sending", 1]


def test_asking_a_dead_connection_again_and_again_does_not_keep_it(stage):
    stage.enter()
    status = stage("""stage.connection.start(); stage.welcome();
        for (let i = 0; i < 5; i += 1) { document.dispatchEvent(new Event("visibilitychange")); stage.advance(2000); }
        return [stage.connection.status, stage.sockets[0].sent.filter((frame) => frame.type === "ping").length]""")
    assert status == ["waiting", 1]


def test_a_socket_that_closed_unheard_is_left_at_once(stage):
    stage.enter()
    assert stage("""stage.connection.start(); stage.welcome(); stage.last().readyState = 3;
        document.dispatchEvent(new Event("visibilitychange")); return stage.connection.closeCode""") == 4009


def test_the_browser_going_offline_ends_a_silent_connection_soon_but_not_a_live_one(stage):
    stage.enter()
    states = stage("""stage.connection.start(); stage.welcome(); dispatchEvent(new Event("offline"));
        stage.advance(2999); stage.say({type: "pong"}); stage.advance(3000); const live = stage.connection.status;
        dispatchEvent(new Event("offline")); stage.advance(3000); return [live, stage.connection.status]""")
    assert states == ["online", "waiting"]


def test_live_asks_for_what_is_missing_before_an_event_that_waits(stage):
    stage.enter()
    asked = stage("""stage.connection.start(); stage.welcome(); stage.event(1); stage.event(5);
        stage.event(2); stage.event(3); stage.say({type: "live", conversation: "c1", seq: 3, status: "bot"});
        return stage.sent("resume").map((frame) => frame.after)""")
    assert asked == [1, 3]


def test_a_conversation_that_is_refused_is_not_asked_for_again(stage):
    stage.enter(role="agent")
    resumed = stage("""stage.connection.start(); stage.welcome();
        const refused = stage.connection.watch("c1").catch((error) => error.code);
        stage.say({type: "error", code: 300, name: "unknown_conversation", message: "", advice: "none", request: stage.last().sent[1].request});
        const code = await refused; stage.end(1006); stage.advance(1000); stage.welcome(); return [code, stage.sent("resume")]""")
    assert resumed == [300, []]


@pytest.fixture
def two_tabs(stage):
    """The stage in two tabs of one browser, both offline, the second opened after the first has written a message."""
    stage.enter()
    entry = stage("""stage.connection.start(); stage.welcome(); stage.end(1006); return stage.connection.sendMessage({text: "hello"}).id""")
    return stage, stage.second_tab(), entry


def test_what_one_tab_gave_up_another_does_not_send(two_tabs):
    first, second, entry = two_tabs
    assert second("return stage.connection.outbox.map((one) => one.id)") == [entry]
    first(f"stage.connection.discard('{entry}')")
    second("while (stage.connection.outbox.length) await new Promise(requestAnimationFrame)")
    sent = second("stage.connection.start(); stage.welcome(); return [stage.sent('message'), stage.of('outbox').map((one) => one.state)]")
    assert sent == [[], ["gone"]]


def test_a_message_that_one_tab_moved_goes_to_one_conversation_only(two_tabs):
    first, second, entry = two_tabs
    first(f"stage.connection.retry('{entry}', 'c2')")
    second("while (stage.connection.outbox[0].conversation !== 'c2') await new Promise(requestAnimationFrame)")
    assert second("stage.connection.start(); stage.welcome('c2'); return stage.sent('message')[0].conversation") == "c2"


def test_a_tab_sends_what_a_closed_tab_left(stage):
    stage.enter()
    stage("stage.connection.start(); stage.welcome()")
    second = stage.second_tab()
    entry = second("return stage.connection.sendMessage({text: 'hello', conversation: 'c1'}).id")
    second.close()
    sent = stage("stage.end(1006); stage.advance(1000); stage.welcome(); return stage.sent('message').map((one) => one.client_message_id)")
    assert sent == [entry]


def test_words_are_kept_when_the_session_is_forgotten(stage):
    stage.enter()
    kept = stage("""stage.connection.start(); stage.welcome(); stage.connection.sendMessage({text: "hello"}); stage.connection.stop();
        stage.connection.forget({keepMessages: true});
        return stage.connection.outbox.map(({text, conversation, state}) => [text, conversation, state])""")
    assert kept == [["hello", None, "failed"]]


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
