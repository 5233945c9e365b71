// The stage for the tests of chat-connection.js: a server that does only what a test says, and a clock that stands still.
window.openStage = async ({ role = "customer", random = 0.5, blockedStorage = false } = {}) => {
  const { ChatConnection } = await import("/shared/chat-connection.js");
  const sockets = [];
  let now = Date.parse("2026-11-20T08:00:00Z");
  let timers = [];
  let lastTimer = 0;

  class FakeWebSocket {
    readyState = 0;
    sent = [];
    constructor(url, protocols) {
      Object.assign(this, { url, protocols, openedAt: now });
      sockets.push(this);
    }
    send(text) {
      this.sent.push(JSON.parse(text));
    }
    close() {
      this.readyState = 3;
    }
  }

  const blocked = { getItem: () => { throw new Error("blocked"); }, setItem: () => { throw new Error("full"); } };
  const connection = new ChatConnection({
    url: "ws://example/chat",
    role,
    language: "en",
    credentials: () => ({ session: localStorage.getItem("session") }),
    storage: blockedStorage ? blocked : localStorage,
    WebSocket: FakeWebSocket,
    random: () => random,
    timers: {
      now: () => now,
      set: (action, delay) => {
        timers.push({ id: (lastTimer += 1), at: now + delay, action });
        return lastTimer;
      },
      clear: (id) => {
        timers = timers.filter((timer) => timer.id !== id);
      },
    },
  });
  const heard = [];
  for (const type of ["status", "welcome", "event", "live", "typing", "started", "desk", "conversation", "outbox", "problem"]) {
    connection.addEventListener(type, ({ detail }) => heard.push({ heard: type, ...structuredClone(detail) }));
  }

  const stage = {
    connection,
    sockets,
    heard,
    last: () => sockets.at(-1),
    of: (type) => heard.filter((entry) => entry.heard === type),
    sent: (type) => stage.last().sent.filter((frame) => frame.type === type),
    advance(milliseconds) {
      const end = now + milliseconds;
      for (;;) {
        const due = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at || a.id - b.id)[0];
        if (!due) break;
        timers = timers.filter((timer) => timer !== due);
        now = Math.max(now, due.at);
        due.action();
      }
      now = end;
    },
    accept() {
      stage.last().readyState = 1;
      stage.last().onopen();
    },
    say(frame) {
      stage.last().onmessage({ data: JSON.stringify(frame) });
    },
    /** Acknowledges every message that is sent, until none follows. */
    acknowledgeAll() {
      for (let next = 0; next < stage.sent("message").length; next += 1) {
        const { conversation, client_message_id } = stage.sent("message")[next];
        stage.say({ type: "ack", conversation, client_message_id, seq: next + 1 });
      }
    },
    end(code) {
      stage.last().readyState = 3;
      stage.last().onclose?.({ code });
    },
    welcome(conversation = "c1") {
      stage.accept();
      stage.say({ type: "welcome", protocol: 1, role, ...(role === "customer" ? { conversation } : {}) });
    },
    event: (seq, rest = {}) =>
      stage.say({ type: "event", conversation: "c1", seq, at: "2026-11-20T08:00:00.000Z", kind: "message", from: "bot", text: `${seq}`, ...rest }),
  };
  window.stage = stage;
};
