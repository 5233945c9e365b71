/// Draws the demo's other customers.
struct DemoCrowd {
  private static let day = 24
  private static let year = 365 * day

  private var random: DemoGenerator
  private var names: Set<String> = []
  private var addresses: Set<String> = []

  init(seed: UInt64) {
    random = DemoGenerator(seed: seed)
    names = Set(DemoPeople.all.map(\.name))
    addresses = Set(DemoPeople.all.map(\.email))
  }

  /// The customer whose place in the list is `place`; every third writes English.
  mutating func person(place: Int) -> DemoPerson {
    let language = place.isMultiple(of: 3) ? "en" : "zh"
    let (name, mailbox) = language == "zh" ? chineseName() : englishName()
    let age = random.number(30 * Self.day...5 * Self.year)
    let purchases = purchases(language: language, since: age)
    let serial = String("\(10_000 + place)".dropFirst())
    return DemoPerson(
      name: name, email: address(mailbox), phone: language == "zh" ? "199-0000-\(serial)" : "+44 7700 90\(serial)",
      language: language, age: age, membership: membership(spent: Self.growth(of: purchases)), purchases: purchases,
      requests: requests(language: language))
  }

  private mutating func chineseName() -> (name: String, mailbox: String) {
    while true {
      let surname = random.one(of: DemoNames.surnames)
      let given = random.one(of: DemoNames.givenNames)
      guard names.insert(surname.han + given.han).inserted else { continue }
      return (surname.han + given.han, "\(surname.pinyin).\(given.pinyin)")
    }
  }

  private mutating func englishName() -> (name: String, mailbox: String) {
    while true {
      let first = random.one(of: DemoNames.firstNames)
      let last = random.one(of: DemoNames.lastNames)
      guard names.insert("\(first) \(last)").inserted else { continue }
      return ("\(first) \(last)", "\(first).\(last)".lowercased())
    }
  }

  /// An address that no other customer has.
  private mutating func address(_ mailbox: String) -> String {
    let host = random.one(of: DemoNames.mailHosts)
    var address = "\(mailbox)@\(host)"
    var number = 2
    while !addresses.insert(address).inserted {
      address = "\(mailbox)\(number)@\(host)"
      number += 1
    }
    return address
  }

  /// None to six orders of the last 18 months, none older than the customer.
  private mutating func purchases(language: String, since age: Int) -> [DemoPerson.Purchase] {
    let count = random.weighted([(0, 20), (1, 22), (2, 20), (3, 16), (4, 11), (5, 7), (6, 4)])
    return (0..<count).map { _ in
      let age = random.number(1...min(age, 547 * Self.day))
      let item = random.one(of: DemoShop.items)
      return DemoPerson.Purchase(
        number: nil, title: item.title(language),
        status: random.weighted(DemoShop.statuses(age: age / Self.day)), amount: item.price, age: age)
    }
  }

  /// The growth points of orders: one for each yuan spent in the last 12 months.
  static func growth(of purchases: [DemoPerson.Purchase]) -> Int {
    purchases.filter { $0.age <= year && DemoShop.isSpent($0.status) }.reduce(0) { $0 + Int($1.amount / 100) }
  }

  /// A membership with at least the growth that the orders gave; the rest was paid by card elsewhere.
  private mutating func membership(spent: Int) -> Membership {
    let level = random.weighted([(Membership.Level.blue, 52), (.silver, 29), (.gold, 14), (.platinum, 5)])
    let top = level.next.map { $0.growth - 1 } ?? 180_000
    let growth = max(spent, random.number(level.growth...top))
    let reached = Membership.Level.allCases.last { $0.growth <= growth } ?? .blue
    return Membership(level: reached, points: growth * random.number(20...160) / 100, growth: growth)
  }

  /// Three in twenty have asked for something; two in five of those still wait.
  private mutating func requests(language: String) -> [DemoPerson.Request] {
    guard random.happens(15) else { return [] }
    let draft = random.one(of: DemoTickets.cases).draft(language)
    let status = random.weighted([(Ticket.Status.open, 3), (.pending, 1), (.resolved, 3), (.closed, 3)])
    let waits = status == .open || status == .pending
    let assignee = random.weighted([("lin" as String?, 2), ("sam", 2), (waits ? nil : "lin", 1)])
    let age = waits ? random.number(1...4 * Self.day) : random.number(7 * Self.day...Self.year)
    return [DemoPerson.Request(draft: draft, status: status, assignee: assignee, age: age)]
  }
}
