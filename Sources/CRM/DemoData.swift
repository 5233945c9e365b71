package import Database

/// What `DemoData.install` has put in, and who can sign in.
package struct DemoSummary: Sendable, Equatable {
  package struct Login: Sendable, Equatable {
    package let name: String
    package let displayName: String
    package let roles: [Role]
    package let password: String
  }

  /// Staff of the demo whose password is still the demo's.
  package let logins: [Login]
  /// Rows added now; all 0 when the demo was there already.
  package let customers: Int
  package let orders: Int
  package let tickets: Int
}

/// Invented customers, memberships, orders, tickets and staff to show the product with.
package enum DemoData {
  package static let password = "frontdesk-demo"

  private static let mark = "demo"
  private static let seed: UInt64 = 20_261_121
  private static let customerCount = 300
  private static let staff: [(name: String, displayName: String, roles: [Role])] = [
    ("lin", "Lin Yue", [.agent]), ("sam", "Sam Carter", [.agent]), ("ana", "Ana Lopez", [.supervisor]),
    ("wei", "Wei Chen", [.trainer]),
  ]

  /// Puts the demo in, the same every time but for its dates, which are counted back from `at`. Does nothing the second
  /// time, and leaves out the customers when the store already has one with their first number.
  package static func install(in connection: Connection, at: Timestamp) throws -> DemoSummary {
    let settings = SettingStore(connection)
    guard try settings.value(mark) == nil else {
      return DemoSummary(logins: try logins(in: connection), customers: 0, orders: 0, tickets: 0)
    }
    _ = try settings.value(mark, orStore: { at.text })
    try addStaff(in: connection, at: at)
    let people = try CustomerStore(connection).find(number: number(place: 1)) == nil ? people() : []
    for (index, person) in people.enumerated() { try add(person, place: index + 1, in: connection, at: at) }
    return DemoSummary(
      logins: try logins(in: connection), customers: people.count,
      orders: try addOrders(of: people, in: connection, at: at),
      tickets: try addTickets(of: people, in: connection, at: at))
  }

  private static func people() -> [DemoPerson] {
    var crowd = DemoCrowd(seed: seed)
    let others = (DemoPeople.all.count + 1...customerCount).map { crowd.person(place: $0) }
    return DemoPeople.all + others
  }

  private static func number(place: Int) -> String { "C\(100_000 + place)" }

  private static func id(place: Int) -> String { "ud\(100_000 + place)" }

  private static func moment(_ age: Int, before at: Timestamp) -> Timestamp { at.adding(seconds: Int64(-age) * 3600) }

  private static func addStaff(in connection: Connection, at: Timestamp) throws {
    let users = UserStore(connection)
    for member in staff where try users.find(name: member.name) == nil {
      try users.add(
        name: member.name, displayName: member.displayName, password: PasswordHash(password: password),
        roles: member.roles, at: at)
    }
  }

  private static func logins(in connection: Connection) throws -> [DemoSummary.Login] {
    let users = UserStore(connection)
    return try staff.compactMap { member in
      guard let user = try users.find(name: member.name), try users.password(of: member.name)?.matches(password) == true
      else { return nil }
      return DemoSummary.Login(
        name: user.name, displayName: user.displayName, roles: user.roles, password: password)
    }
  }

  /// Every member above the lowest level has one for the mall, the higher two one for their birthday as well.
  private static func coupons(for person: DemoPerson, place: Int, at: Timestamp) -> [Coupon] {
    let isChinese = person.language == "zh"
    let rank = Membership.Level.allCases.firstIndex(of: person.membership.level) ?? 0
    let kinds: [(name: String, title: String, amount: Int64, days: Int64)] = [
      ("MALL", isChinese ? "商城满 200 减 20" : "20 off from 200 in the mall", 2_000, 12),
      ("BDAY", isChinese ? "生日券" : "Birthday coupon", 5_000, 27),
    ]
    return kinds.prefix(min(rank, 2)).map { kind in
      Coupon(
        code: "\(kind.name)\(100_000 + place)", title: kind.title, amount: kind.amount, currency: "CNY",
        expiresAt: at.adding(seconds: (kind.days + Int64(place % 5)) * 86_400))
    }
  }

  private static func add(_ person: DemoPerson, place: Int, in connection: Connection, at: Timestamp) throws {
    let customers = CustomerStore(connection)
    let customer = Customer(
      id: id(place: place), number: number(place: place), name: person.name, email: person.email, phone: person.phone,
      language: person.language, since: moment(person.age, before: at))
    try customers.insert(customer)
    try customers.insert(person.membership, customer: customer.id)
    for coupon in coupons(for: person, place: place, at: at) {
      try CouponStore(connection).insert(coupon, customer: id(place: place))
    }
  }

  /// Numbers the orders by their dates and adds them; gives how many.
  private static func addOrders(of people: [DemoPerson], in connection: Connection, at: Timestamp) throws -> Int {
    let purchases = inOrder(people.map(\.purchases), age: \.age)
    for (index, entry) in purchases.enumerated() {
      let purchase = entry.item
      let order = Order(
        number: purchase.number ?? "A\(11_001 + index)", title: purchase.title, status: purchase.status,
        amount: purchase.amount, currency: "CNY", placedAt: moment(purchase.age, before: at))
      try CustomerStore(connection).insert(order, customer: id(place: entry.place))
    }
    return purchases.count
  }

  /// Adds the tickets, oldest first, with numbers from the counter that later tickets go on with; gives how many.
  private static func addTickets(of people: [DemoPerson], in connection: Connection, at: Timestamp) throws -> Int {
    let requests = inOrder(people.map(\.requests), age: \.age)
    for entry in requests {
      let request = entry.item
      try TicketStore(connection).insert(
        request.draft, number: TicketStore(connection).nextNumber(), status: request.status,
        customer: id(place: entry.place), conversation: nil,
        assignee: try request.assignee.flatMap { try UserStore(connection).find(name: $0)?.id }, requestID: nil,
        at: moment(request.age, before: at))
    }
    return requests.count
  }

  /// Everybody's items with the place of whose they are, oldest first.
  private static func inOrder<Item>(_ lists: [[Item]], age: (Item) -> Int) -> [(place: Int, item: Item)] {
    let all = lists.enumerated().flatMap { index, items in items.map { (place: index + 1, item: $0) } }
    return all.enumerated()
      .sorted { (-age($0.element.item), $0.offset) < (-age($1.element.item), $1.offset) }
      .map(\.element)
  }
}
