import CRM
import Database
import Testing

@Suite("Conversations")
struct ConversationTests {
  private let store: Store

  init() throws { store = try Store() }

  @Test("Events are numbered from 1 without a gap and come back as they went in")
  func log() async throws {
    var record = try await store.conversation(of: try await store.anonymous())
    record = try await store.append([Message.customer("hi", id: "m-1"), Message.bot("你好 👋")], to: record)
    let (events, found) = try await store.read { [record] in
      (try ConversationStore($0).events(of: record.id), try ConversationStore($0).find(record.id))
    }
    #expect(events.map(\.seq) == [1, 2, 3])
    #expect(events.map(\.at) == [Store.noon, Store.noon, Store.noon])
    #expect(events.map(\.body) == [.started(language: "en"), Message.customer("hi", id: "m-1"), Message.bot("你好 👋")])
    #expect(found == record)
    #expect(record.lastText == "hi")
    let id = record.id
    #expect(try await store.read { try ConversationStore($0).events(of: id, after: 2).count } == 1)
  }

  @Test("A write computed under an older epoch is refused and leaves nothing")
  func staleEpoch() async throws {
    let agent = try await store.user("lin")
    let before = try await store.conversation(of: try await store.anonymous())
    var claimed = before
    claimed.status = .agent
    claimed.epoch += 1
    claimed.holder = agent.agentName
    let after = try await store.write { [claimed] in
      try ConversationStore($0).append(
        [.claimed(agent.agentName, from: nil)], changing: before, to: claimed, at: Store.noon
      ).record
    }
    let refusal = await #expect(throws: StaleConversation.self) {
      try await store.append([Message.bot("too late")], to: before)
    }
    #expect(refusal?.conversation == before.id)
    // The same place in the log under another epoch is refused too.
    let forged = after.under(epoch: before.epoch)
    await #expect(throws: StaleConversation.self) { try await store.append([Message.bot("too late")], to: forged) }
    let found = try await store.read { try ConversationStore($0).find(before.id) }
    #expect(found == after)
    #expect(found?.holder == agent.agentName)
    #expect(try await store.read { try ConversationStore($0).events(of: before.id).count } == 2)
  }

  @Test("Writers that race append each message once, without a gap")
  func race() async throws {
    let started = try await store.conversation(of: try await store.anonymous())
    let store = store
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      for number in 1...20 {
        tasks.addTask {
          while true {
            guard let seen = try await store.read({ try ConversationStore($0).find(started.id) }) else { return }
            do {
              try await store.append([Message.customer("\(number)", id: "m-\(number)")], to: seen)
              return
            } catch is StaleConversation {
              continue
            }
          }
        }
      }
      try await tasks.waitForAll()
    }
    let events = try await store.read { try ConversationStore($0).events(of: started.id) }
    #expect(events.map(\.seq) == Array(1...21))
    #expect(Set(events.compactMap(\.body.message?.text)) == Set((1...20).map(String.init)))
  }

  @Test("A client_message_id is stored once in a conversation, and may be another's elsewhere")
  func uniqueClientMessageID() async throws {
    let customer = try await store.anonymous()
    let first = try await store.conversation(of: customer)
    let second = try await store.conversation(of: customer)
    let after = try await store.append([Message.customer("a", id: "m-1")], to: first)
    await #expect(throws: AlreadyStored(seq: 2)) {
      try await store.append([Message.customer("b", id: "m-1")], to: after)
    }
    try await store.append([Message.customer("c", id: "m-1")], to: second)
    let (seq, found) = try await store.read {
      (try ConversationStore($0).seq(of: "m-1", in: first.id), try ConversationStore($0).find(first.id))
    }
    #expect(seq == 2)
    #expect(found == after)
  }

  @Test("What the customer waits for is found behind thumbs and what was said to them, and not behind an answer")
  func unanswered() async throws {
    var record = try await store.conversation(of: try await store.anonymous())
    record = try await store.turn("first", in: record)
    record = try await store.append(
      [
        Message.customer("second"), .feedback(target: 3, helpful: false), Message.bot("Sorry."),
        Message.customer("third"), .contact(try #require(Contact(email: "d…@example.com", phone: nil)), ticket: "T1"),
      ], to: record)
    let id = record.id
    let found = try await store.read { try ConversationStore($0).unanswered(in: id, limit: 10) }
    #expect(found.map(\.seq) == [4, 7])
    #expect(try await store.read { try ConversationStore($0).unanswered(in: id, limit: 1) }.map(\.seq) == [7])
    record = try await store.append([.handoff(reason: "asked", queue: .normal, from: nil)], to: record)
    #expect(try await store.read { try ConversationStore($0).unanswered(in: id, limit: 10) }.isEmpty)
  }

  @Test("Lists show conversations in which the customer has spoken, newest first")
  func summaries() async throws {
    let customer = try await store.customer("C1", name: "David Miller")
    try await store.write {
      try CustomerStore($0).insert(Membership(level: .silver, points: 1, growth: 2_000), customer: customer.id)
    }
    let silent = try await store.conversation(of: customer)
    let greeted = try await store.append([Message.bot("Welcome")], to: silent)
    var spoken = try await store.conversation(of: customer, at: Store.noon.adding(seconds: 1))
    spoken = try await store.append(
      [Message.customer(String(repeating: "长", count: 300))], to: spoken, at: Store.noon.adding(seconds: 2))
    let listed = try await store.read { try ConversationStore($0).summaries(statuses: [.bot, .queued], limit: 10) }
    #expect(listed.map(\.id) == [spoken.id])
    #expect(listed.first?.customer.name == "David Miller")
    #expect(listed.first?.customer.level == .silver)
    #expect(listed.first?.lastText?.count == 200)
    _ = try await store.append([Message.customer("hello")], to: greeted, at: Store.noon.adding(seconds: 9))
    let both = try await store.read { try ConversationStore($0).summaries(statuses: [.bot], limit: 10) }
    #expect(both.map(\.id) == [silent.id, spoken.id])
    let others = try await store.read { [spoken] in
      try ConversationStore($0).summaries(customer: customer.id, except: spoken.id)
    }
    #expect(others.map(\.id) == [silent.id])
  }

  @Test("The current conversation is the newest; of two of one millisecond the open one")
  func latest() async throws {
    let customer = try await store.anonymous()
    for _ in 1...5 {
      let old = try await store.conversation(of: customer)
      var closed = old
      closed.status = .closed
      try await store.write { [closed] in
        _ = try ConversationStore($0).append([.closed(by: "customer")], changing: old, to: closed, at: Store.noon)
      }
    }
    let open = try await store.conversation(of: customer)
    #expect(try await store.read { try ConversationStore($0).latest(customer: customer.id)?.id } == open.id)
  }

  @Test("Pages give every conversation once, oldest first, from a time on")
  func pages() async throws {
    let customer = try await store.anonymous()
    var all: [ConversationRecord] = []
    for place in 0..<23 {
      all.append(try await store.conversation(of: customer, at: Store.noon.adding(seconds: Int64(place / 4))))
    }
    let sorted = all.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }.map(\.id)
    #expect(try await ids(since: Timestamp(milliseconds: 0)) == sorted)
    #expect(try await ids(since: Store.noon.adding(seconds: 2)) == Array(sorted.dropFirst(8)))
    #expect(try await store.read { try ConversationStore($0).ids() } == sorted)
    #expect(try await store.read { try ConversationStore($0).count(since: Store.noon.adding(seconds: 2)) } == 15)
  }

  private func ids(since: Timestamp) async throws -> [String] {
    try await store.read { connection in
      var ids: [String] = []
      var last: ConversationRecord?
      repeat {
        let page = try ConversationStore(connection).page(since: since, after: last, limit: 3)
        ids += page.map(\.id)
        last = page.last
      } while last != nil
      return ids
    }
  }

  @Test("An anonymous customer's conversations, tickets and sessions go to who they turned out to be")
  func reassign() async throws {
    let anonymous = try await store.anonymous()
    let known = try await store.customer("C1")
    let conversation = try await store.conversation(of: anonymous)
    let token = try await store.write { connection in
      let draft = TicketDraft(subject: "s", priority: .low, category: "fees", description: "d")
      _ = try TicketStore(connection).create(
        draft, customer: anonymous.id, conversation: conversation.id, assignee: nil, requestID: "r", at: Store.noon)
      let token = try SessionStore(connection).create(customer: anonymous.id, at: Store.noon)
      try ConversationStore(connection).reassign(from: anonymous.id, to: known.id)
      return token
    }
    #expect(try await store.read { try ConversationStore($0).find(conversation.id)?.customer } == known.id)
    #expect(try await store.read { try TicketStore($0).open(customer: known.id).count } == 1)
    #expect(
      try await store.read { try SessionStore($0).holder(token: token, at: Store.noon) } == .customer(known.id))
    #expect(try await store.read { try CustomerStore($0).find(anonymous.id) } == nil)
  }

  @Test("Pages of overdue conversations give each once, longest overdue first, and none that is not due")
  func overdue() async throws {
    let customer = try await store.anonymous()
    var ids: [String] = []
    for seconds: Int64 in [30, 10, 10, 20, 90] {
      let record = try await store.conversation(of: customer)
      var owed = record
      owed.answerDueAt = Store.noon.adding(seconds: seconds)
      try await store.write { [owed] in
        _ = try ConversationStore($0).append([], changing: record, to: owed, at: Store.noon)
      }
      ids.append(record.id)
    }
    var seen: [String] = []
    var last: ConversationStore.Overdue?
    repeat {
      let page = try await store.read { [last] in
        try ConversationStore($0).overdue(at: Store.noon.adding(seconds: 60), after: last, limit: 1)
      }
      seen += page.map(\.id)
      last = page.last
    } while last != nil && seen.count < 9
    #expect(seen == [ids[1], ids[2]].sorted() + [ids[3], ids[0]])
  }

  @Test("Reassigning to oneself, or from an identified customer, changes nothing")
  func reassignRefused() async throws {
    let anonymous = try await store.anonymous()
    let first = try await store.customer("C1")
    let second = try await store.customer("C2")
    let mine = try await store.conversation(of: anonymous)
    let theirs = try await store.conversation(of: first)
    try await store.write { connection in
      try ConversationStore(connection).reassign(from: anonymous.id, to: anonymous.id)
      try ConversationStore(connection).reassign(from: first.id, to: second.id)
    }
    #expect(try await store.read { try ConversationStore($0).find(mine.id)?.customer } == anonymous.id)
    #expect(try await store.read { try ConversationStore($0).find(theirs.id)?.customer } == first.id)
  }
}

extension ConversationRecord {
  fileprivate func under(epoch: Int) -> ConversationRecord {
    var record = self
    record.epoch = epoch
    return record
  }
}
