import CRM
import Database
import Testing

@Suite("Demo data")
struct DemoDataTests {
  private let store: Store

  init() throws { store = try Store() }

  private func install() async throws -> DemoSummary {
    try await store.write { try DemoData.install(in: $0, at: Store.noon) }
  }

  /// All that the demo puts in and that is not random, as text.
  private static func dump(_ store: Store) async throws -> [String] {
    try await store.read { connection in
      let customers = CustomerStore(connection)
      return try customers.members(limit: 1_000).map { member in
        let id = member.customer.id
        return try JSON.text(member.customer) + JSON.text(customers.membership(of: id))
          + JSON.text(customers.orders(of: id))
          + TicketStore(connection).open(customer: id).map { $0.number + $0.subject }.joined()
      }
    }
  }

  @Test("A second start adds nothing; another store gets the same")
  func idempotent() async throws {
    let first = try await install()
    let before = try await Self.dump(store)
    let second = try await install()
    #expect(first.customers == 300)
    #expect((500...1_200).contains(first.orders))
    #expect((30...80).contains(first.tickets))
    #expect([second.customers, second.orders, second.tickets] == [0, 0, 0])
    #expect(second.logins == first.logins)
    #expect(try await Self.dump(store) == before)
    let other = try Store()
    _ = try await other.write { try DemoData.install(in: $0, at: Store.noon) }
    #expect(try await Self.dump(other) == before)
  }

  @Test("Levels fit growth, and growth holds what the year's orders gave")
  func memberships() async throws {
    _ = try await install()
    let year = Store.noon.adding(seconds: -365 * 86_400)
    let levels = try await store.read { connection in
      let customers = CustomerStore(connection)
      return try customers.members(limit: 1_000).map { member in
        let membership = try #require(try customers.membership(of: member.customer.id))
        #expect(membership.growth >= membership.level.growth)
        if let next = membership.level.next { #expect(membership.growth < next.growth) }
        let spent = try customers.orders(of: member.customer.id)
          .filter { $0.placedAt >= year && ["paid", "shipped", "delivered"].contains($0.status) }
          .reduce(0) { $0 + $1.amount / 100 }
        #expect(membership.growth >= spent || Int(member.customer.number?.dropFirst() ?? "") ?? 0 <= 100_004)
        return member.level
      }
    }
    for level in Membership.Level.allCases { #expect(levels.count { $0 == level } >= 5) }
  }

  @Test("People are two thirds Chinese, with addresses and numbers that cannot be real, each once")
  func people() async throws {
    _ = try await install()
    let people = try await store.read { try CustomerStore($0).members(limit: 1_000).map(\.customer) }
    #expect((190...210).contains(people.count { $0.language == "zh" }))
    #expect(people.allSatisfy { $0.email?.hasSuffix(".example") == true })
    #expect(people.allSatisfy { $0.email?.allSatisfy(\.isASCII) == true })
    #expect(people.allSatisfy { $0.phone?.hasPrefix($0.language == "zh" ? "199-0000-" : "+44 7700 900") == true })
    for key in [\Customer.name, \Customer.email, \Customer.phone, \Customer.number] {
      #expect(Set(people.map { $0[keyPath: key] }).count == people.count)
    }
    #expect(people.prefix(4).map(\.name) == ["陈晓雯", "David Miller", "李建国", "Sofia Rossi"])
    #expect(people.prefix(4).map(\.number) == ["C100001", "C100002", "C100003", "C100004"])
  }

  @Test("Orders lie in the last 18 months, after their customer came, in fen, numbered once")
  func orders() async throws {
    _ = try await install()
    let statuses: Set = ["placed", "paid", "shipped", "delivered", "cancelled", "returned", "refunded"]
    try await store.read { connection in
      let customers = CustomerStore(connection)
      for (customer, _) in try customers.members(limit: 1_000) {
        let orders = try customers.orders(of: customer.id)
        #expect(orders.count <= 6)
        for order in orders {
          #expect(order.placedAt >= customer.since && order.placedAt < Store.noon)
          #expect(order.placedAt >= Store.noon.adding(seconds: -548 * 86_400))
          #expect(statuses.contains(order.status) && order.currency == "CNY" && order.amount >= 100)
          #expect(order.number.wholeMatch(of: /A\d{5}/) != nil)
        }
      }
    }
  }

  @Test("The people to show have what the story needs")
  func firstCustomers() async throws {
    _ = try await install()
    try await store.read { connection in
      let contexts = try ["C100001", "C100002", "C100003", "C100004"].map { number in
        let customer = try #require(try CustomerStore(connection).find(number: number))
        return try HandoffStore(connection).context(of: customer.id, at: .now())
      }
      #expect(contexts.map(\.membership?.level) == [.gold, .silver, .blue, .platinum])
      #expect(contexts.map(\.tickets.count) == [1, 1, 0, 0])
      #expect(contexts[0].orders.count >= 4 && contexts[1].orders.count >= 3)
      #expect(contexts[0].tickets.first?.assignee?.displayName == "Lin Yue")
    }
  }

  @Test("The next ticket's number is new")
  func nextTicket() async throws {
    let summary = try await install()
    let draft = TicketDraft(subject: "s", priority: .low, category: "fees", description: "d")
    let ticket = try await store.write {
      try TicketStore($0).create(
        draft, customer: "ud100001", conversation: nil, assignee: nil, requestID: "r", at: Store.noon)
    }
    #expect(ticket.number == "T\(100_001 + summary.tickets)")
  }

  @Test("Staff sign in with the password that the summary tells, until they change it")
  func logins() async throws {
    let summary = try await install()
    #expect(summary.logins.map(\.name) == ["lin", "sam", "ana", "wei"])
    #expect(summary.logins.map(\.displayName) == ["Lin Yue", "Sam Carter", "Ana Lopez", "Wei Chen"])
    #expect(summary.logins.map(\.roles) == [[.agent], [.agent], [.supervisor], [.trainer]])
    try await store.write { connection in
      let users = UserStore(connection)
      #expect(try users.password(of: "lin")?.matches("frontdesk-demo") == true)
      let lin = try #require(try users.find(name: "lin"))
      try users.setPassword(PasswordHash(password: "something else"), of: lin)
    }
    #expect(try await install().logins.map(\.name) == ["sam", "ana", "wei"])
  }

  @Test("Real customers are left alone: then only staff is added")
  func occupied() async throws {
    _ = try await store.customer("C100001", name: "Real")
    let summary = try await install()
    #expect([summary.customers, summary.orders, summary.tickets] == [0, 0, 0])
    #expect(summary.logins.count == 4)
  }
}
