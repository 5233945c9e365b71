import CRM
import Testing

@Suite("Reminders")
struct ReminderTests {
  @Test("A reminder is listed by its time, taken by one agent and done once")
  func reminder() async throws {
    let store = try Store()
    let customer = try await store.customer("C1", name: "Mei")
    let conversation = try await store.conversation(of: customer)
    let (lin, sam) = (try await store.user("lin"), try await store.user("sam"))
    let made = try await store.write { connection in
      try [7_200, 3_600].enumerated().map { place, seconds in
        let ticket = try TicketStore(connection).create(
          TicketDraft(subject: "Call", priority: .high, category: "service", description: ""), customer: customer.id,
          conversation: conversation.id, assignee: nil, requestID: "r\(place)", at: Store.noon)
        return try ReminderStore(connection).add(
          "Call back", phone: "123", due: Store.noon.adding(seconds: Int64(seconds)), customer: customer.id,
          conversation: conversation.id, ticket: ticket.number, at: Store.noon)
      }
    }
    let open = try await store.read { try ReminderStore($0).list(.open, limit: 10) }
    #expect(open.map(\.id) == [made[1].id, made[0].id])
    #expect(open[0].customer == CustomerMention(id: customer.id, name: "Mei"))
    let taken = try await store.write { try ReminderStore($0).assign(made[0].id, to: lin.id) }
    #expect(taken?.assignee?.id == lin.id)
    let done = try await store.write { try ReminderStore($0).finish(made[0].id, user: lin.id, at: Store.noon) }
    #expect(done?.doneBy?.id == lin.id)
    let again = try await store.write {
      try ReminderStore($0).finish(made[0].id, user: sam.id, at: Store.noon.adding(seconds: 9))
    }
    #expect(again == done)
    #expect(try await store.write { try ReminderStore($0).assign(made[0].id, to: sam.id) } == done)
    #expect(try await store.read { try ReminderStore($0).list(.done, limit: 10) } == [done].compactMap(\.self))
    #expect(try await store.write { try ReminderStore($0).finish("r0", user: sam.id, at: Store.noon) } == nil)
    let context = try await store.read { try HandoffStore($0).context(of: customer.id, at: Store.noon) }
    #expect(context.reminders.map(\.id) == [made[1].id])
  }

  @Test("What an anonymous customer left is the known customer's afterwards")
  func reassigned() async throws {
    let store = try Store()
    let (stranger, known) = (try await store.anonymous(), try await store.customer("C1"))
    let conversation = try await store.conversation(of: stranger)
    try await store.write { connection in
      let ticket = try TicketStore(connection).create(
        TicketDraft(subject: "Call", priority: .high, category: "service", description: ""), customer: stranger.id,
        conversation: conversation.id, assignee: nil, requestID: "r", at: Store.noon)
      _ = try ReminderStore(connection).add(
        "Call back", phone: nil, due: Store.noon, customer: stranger.id, conversation: conversation.id,
        ticket: ticket.number, at: Store.noon)
      try ConversationStore(connection).reassign(from: stranger.id, to: known.id)
    }
    #expect(try await store.read { try ReminderStore($0).open(customer: known.id) }.count == 1)
    #expect(try await store.read { try ConversationStore($0).find(conversation.id) }?.customer == known.id)
    #expect(try await store.read { try CustomerStore($0).find(stranger.id) } == nil)
  }
}
