import CRM
import Database
import Testing

@Suite("Tickets and handoffs")
struct WorkTests {
  private let store: Store
  private let draft = TicketDraft(
    subject: "Fee twice", priority: .high, category: "fees", description: "Charged twice.")

  init() throws { store = try Store() }

  @Test("A request makes one ticket, which it finds again; numbers count up from T100001")
  func idempotentTicket() async throws {
    let customer = try await store.customer("C1")
    let lin = try await store.user("lin")
    let conversation = try await store.conversation(of: customer)
    let first = try await create("r-1", customer, conversation.id, lin.id)
    await #expect(throws: DatabaseError.self) { try await create("r-1", customer, conversation.id, lin.id) }
    let second = try await create("r-2", customer, nil, nil)
    #expect([first.number, second.number] == ["T100001", "T100002"])
    #expect(first.assignee == lin.agentName)
    #expect(first.conversation == conversation.id)
    #expect(first.dueAt == Store.noon.adding(seconds: 8 * 3600))
    #expect(second.assignee == nil)
    #expect(try await store.read { try TicketStore($0).find(requestID: "r-1") } == first)
    #expect(try await store.read { try TicketStore($0).find(requestID: "r-3") } == nil)
    #expect(try await store.read { try TicketStore($0).open(customer: customer.id) } == [second, first])
    #expect(try await store.read { try TicketStore($0).list(status: .open, limit: 10) } == [first, second])
    #expect(try await store.read { try TicketStore($0).list(status: .resolved, limit: 10) } == [])
  }

  @Test("Agents who press at once with one request make one ticket, and no number is lost")
  func concurrentTicket() async throws {
    let customer = try await store.customer("C1")
    let made = await withTaskGroup(of: String?.self) { tasks in
      for _ in 1...16 { tasks.addTask { try? await create("r-1", customer, nil, nil).number } }
      return await tasks.reduce(into: [String]()) { $0 += [$1].compactMap { $0 } }
    }
    #expect(made == ["T100001"])
    #expect(try await create("r-2", customer, nil, nil).number == "T100002")
  }

  @Test("Contact details that come later are added to those that the customer left before")
  func contact() async throws {
    let number = try await create("r-1", try await store.customer("C1"), nil, nil).number
    for (email, phone) in [("a@example.com", nil), (nil, "13800138000"), ("b@example.com", nil)] {
      let contact = try #require(Contact(email: email, phone: phone))
      try await store.write { try TicketStore($0).setContact(contact, of: number) }
    }
    let left = try await store.read { try TicketStore($0).find(number)?.contact }
    #expect(left == Contact(email: "b@example.com", phone: "13800138000"))
  }

  private func create(_ request: String, _ customer: Customer, _ conversation: String?, _ assignee: String?)
    async throws -> Ticket
  {
    try await store.write { [draft] in
      try TicketStore($0).create(
        draft, customer: customer.id, conversation: conversation, assignee: assignee, requestID: request,
        at: Store.noon)
    }
  }

  @Test("A handoff packet stays as it was when the customer's data change")
  func packetIsFixed() async throws {
    let customer = try await store.customer("C1", name: "David Miller")
    let conversation = try await store.conversation(of: customer)
    _ = try await create("r-1", customer, conversation.id, nil)
    let packet = try await store.write { connection in
      let customers = CustomerStore(connection)
      try customers.insert(Membership(level: .silver, points: 10, growth: 2_500), customer: customer.id)
      let order = Order(
        number: "A10001", title: "Umbrella", status: "paid", amount: 5_900, currency: "CNY", placedAt: Store.noon)
      try customers.insert(order, customer: customer.id)
      let handoffs = HandoffStore(connection)
      let packet = HandoffPacket(
        at: Store.noon, seq: 1, reason: "asked", queue: .normal, language: "en", lastQuestion: "why twice?",
        intents: [.init(name: "fees", title: "Fees", confidence: 0.5)],
        tried: [.init(question: "fee?", outcome: "unsure", answerTitle: nil)],
        context: try handoffs.context(of: customer.id, at: .now()))
      try handoffs.insert(packet, conversation: conversation.id)
      try connection.run("UPDATE customers SET name = 'Somebody Else', email = 'x@mail.example'")
      try connection.run("UPDATE memberships SET level = 'gold', points = 0")
      try connection.run("DELETE FROM orders")
      try connection.run("UPDATE tickets SET status = 'closed'")
      return packet
    }
    let stored = try await store.read { try HandoffStore($0).packets(of: conversation.id) }
    #expect(stored == [packet])
    #expect(stored.first?.context.customer.name == "David Miller")
    #expect(stored.first?.context.membership?.level == .silver)
    #expect(stored.first?.context.orders.map(\.number) == ["A10001"])
    #expect(stored.first?.context.tickets.map(\.status) == [.open])
    let now = try await store.read { try HandoffStore($0).context(of: customer.id, at: .now()) }
    #expect(now.customer.name == "Somebody Else")
    #expect(now.tickets == [])
  }

  @Test("The context of an anonymous customer says null, not nothing, where there is no membership")
  func anonymousContext() async throws {
    let customer = try await store.anonymous()
    let context = try await store.read { try HandoffStore($0).context(of: customer.id, at: .now()) }
    let json = try JSON.text(context)
    #expect(json.contains(#""membership":null"#))
    #expect(json.contains(#""orders":[]"#))
  }

  @Test("A membership tells what is missing for the next level; the highest has none")
  func nextLevel() throws {
    #expect(
      try JSON.text(Membership(level: .silver, points: 5, growth: 2_500))
        == #"{"growth":2500,"level":"silver","next_level":"gold","points":5,"points_to_next":7500}"#)
    #expect(
      try JSON.text(Membership(level: .platinum, points: 5, growth: 60_000))
        == #"{"growth":60000,"level":"platinum","next_level":null,"points":5,"points_to_next":null}"#)
  }

  @Test("A packet without its event is refused")
  func packetWithoutEvent() async throws {
    let customer = try await store.customer("C1")
    let conversation = try await store.conversation(of: customer)
    await #expect(throws: DatabaseError.self) {
      try await store.write { connection in
        let packet = HandoffPacket(
          at: Store.noon, seq: 99, reason: "asked", queue: .urgent, language: "en", lastQuestion: nil, intents: [],
          tried: [], context: try HandoffStore(connection).context(of: customer.id, at: .now()))
        try HandoffStore(connection).insert(packet, conversation: conversation.id)
      }
    }
  }
}
