import Database

/// What another system says about one customer.
package struct CustomerEntry: Sendable {
  /// A field that is not named stays as it is stored.
  package enum Change<Value: Sendable>: Sendable {
    case keep
    case set(Value?)

    func applied(to value: Value?) -> Value? {
      if case .set(let new) = self { new } else { value }
    }
  }

  package let number: String
  package var name = Change<String>.keep
  package var email = Change<String>.keep
  package var phone = Change<String>.keep
  package var language = Change<String>.keep
  package var membership = Change<Membership>.keep
  /// Orders to add or change; others of the customer stay.
  package var orders: [Order] = []

  package init(number: String) { self.number = number }
}

/// Why an entry cannot be stored beside what is there.
package struct CustomerConflict: Error, Equatable, CustomStringConvertible {
  /// The place of the order in the entry.
  package let order: Int

  package var description: String { "orders[\(order)].number: this order belongs to another customer" }
}

extension CustomerStore {
  /// Adds the customer of the entry's number, or changes the one who is there.
  ///
  /// - Returns: whether the customer is new.
  /// - Throws: `CustomerConflict` before anything has been written.
  package func put(_ entry: CustomerEntry, at: Timestamp) throws -> Bool {
    let known = try find(number: entry.number)
    try checkOrders(of: entry, customer: known?.id)
    let customer = Customer(
      id: known?.id ?? Secrets.identifier("u"), number: entry.number, name: entry.name.applied(to: known?.name),
      email: entry.email.applied(to: known?.email), phone: entry.phone.applied(to: known?.phone),
      language: entry.language.applied(to: known?.language), since: known?.since ?? at)
    if known == nil { try insert(customer) } else { try update(customer) }
    if case .set(let membership) = entry.membership { try replace(membership, customer: customer.id) }
    for order in entry.orders { try put(order, customer: customer.id) }
    return known == nil
  }

  private func checkOrders(of entry: CustomerEntry, customer: String?) throws {
    for (place, order) in entry.orders.enumerated() {
      let row = try connection.row("SELECT customer_id FROM orders WHERE number = ?", [.text(order.number)])
      guard try row.map({ try $0.text("customer_id") == customer }) ?? true else {
        throw CustomerConflict(order: place)
      }
    }
  }

  private func update(_ customer: Customer) throws {
    try connection.run(
      "UPDATE customers SET name = ?, email = ?, phone = ?, language = ? WHERE id = ?",
      [
        SQLValue(customer.name), SQLValue(customer.email), SQLValue(customer.phone), SQLValue(customer.language),
        .text(customer.id),
      ])
  }

  private func replace(_ membership: Membership?, customer: String) throws {
    try connection.run("DELETE FROM memberships WHERE customer_id = ?", [.text(customer)])
    if let membership { try insert(membership, customer: customer) }
  }

  private func put(_ order: Order, customer: String) throws {
    let changed = try connection.run(
      "UPDATE orders SET title = ?, status = ?, amount = ?, currency = ?, placed_at = ? WHERE number = ?",
      [
        .text(order.title), .text(order.status), .integer(order.amount), .text(order.currency),
        .integer(order.placedAt.milliseconds), .text(order.number),
      ])
    if changed == 0 { try insert(order, customer: customer) }
  }
}
