import CRM
import Foundation

/// Reads one line of `frontdesk import customers`.
enum CustomerLine {
  /// What is wrong with a line, each as `field: message`.
  struct Refusal: Error, Equatable {
    let problems: [String]

    init(_ problems: [String]) { self.problems = problems }
  }

  private static let mostOrders = 1_000

  private static let number = TextRule(limit: 64)
  private static let words = TextRule(limit: 200)
  private static let status = TextRule(limit: 40)
  private static let email = TextRule(limit: 254, form: ("an e-mail address", isEmail))
  private static let phone = TextRule(limit: 40, form: ("a phone number: digits, spaces, + - . ( ) /", isPhone))
  private static let language = TextRule(limit: 2, form: ("zh or en", { ["zh", "en"].contains($0) }))
  private static let currency = TextRule(
    limit: 3, form: ("three capital letters, such as CNY", { $0.utf8.count == 3 && $0.utf8.allSatisfy(isCapital) }))

  /// - Throws: `Refusal` with everything that is wrong.
  static func entry(_ line: Data) throws(Refusal) -> CustomerEntry {
    guard let text = String(validating: line, as: UTF8.self) else { throw Refusal(["line: is not UTF-8"]) }
    let value: JSONValue
    do {
      value = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
    } catch {
      throw Refusal(["line: is not JSON"])
    }
    guard case .object(let fields) = value else { throw Refusal(["line: must be an object {…}"]) }
    var reader = FieldReader(fields)
    var entry = CustomerEntry(number: reader.text("number", number) ?? "")
    entry.name = reader.change("name", words)
    entry.email = reader.change("email", email)
    entry.phone = reader.change("phone", phone)
    entry.language = reader.change("language", language)
    entry.membership = membership(&reader)
    entry.orders = orders(&reader)
    reader.finish()
    guard reader.problems.isEmpty else { throw Refusal(reader.problems) }
    return entry
  }

  private static func membership(_ reader: inout FieldReader) -> CustomerEntry.Change<Membership> {
    switch reader.take("membership") {
    case nil: return .keep
    case .null: return .set(nil)
    case .object(let fields):
      var inner = FieldReader(fields, path: "membership.")
      let level = inner.value("level", "blue, silver, gold or platinum", read: Membership.Level.init)
      let (points, growth) = (inner.count("points"), inner.count("growth"))
      inner.finish()
      reader.add(inner.problems)
      guard let level, let points, let growth else { return .keep }
      return .set(Membership(level: level, points: Int(points), growth: Int(growth)))
    default:
      reader.complain("membership", "must be an object {…} or null")
      return .keep
    }
  }

  private static func orders(_ reader: inout FieldReader) -> [Order] {
    guard let value = reader.take("orders") else { return [] }
    guard case .list(let values) = value, values.count <= mostOrders else {
      reader.complain("orders", "must be a list of at most \(mostOrders) orders")
      return []
    }
    var seen: Set<String> = []
    return values.enumerated().compactMap { place, value in
      guard case .object(let fields) = value else {
        reader.complain("orders[\(place)]", "must be an object {…}")
        return nil
      }
      var inner = FieldReader(fields, path: "orders[\(place)].")
      let order = order(&inner)
      if let order, !seen.insert(order.number).inserted { inner.complain("number", "is there twice") }
      inner.finish()
      reader.add(inner.problems)
      return order
    }
  }

  private static func order(_ reader: inout FieldReader) -> Order? {
    let (number, title) = (reader.text("number", number), reader.text("title", words))
    let (status, amount) = (reader.text("status", status), reader.count("amount"))
    let currency = reader.text("currency", currency)
    let placedAt = reader.value("placed_at", "a time such as 2026-11-20 or 2026-11-20T08:00:00Z", read: moment)
    guard let number, let title, let status, let amount, let currency, let placedAt else { return nil }
    return Order(number: number, title: title, status: status, amount: amount, currency: currency, placedAt: placedAt)
  }

  @Sendable private static func isEmail(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && !$0.contains(where: \.isWhitespace) }
  }

  @Sendable private static func isPhone(_ text: String) -> Bool {
    text.utf8.allSatisfy { isDigit($0) || "-+ .()/".utf8.contains($0) } && text.utf8.count(where: isDigit) >= 3
  }

  @Sendable private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  @Sendable private static func isCapital(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  /// Reads a day, or a day and a time with their zone. Foundation alone would take the 30th of February for the 2nd of
  /// March, 25 o'clock for the next day, and anything after the zone.
  private static func moment(_ text: String) -> Timestamp? {
    let clock = text.utf8.count == 10 ? text + "T00:00:00" : String(text.prefix(19))
    guard clock.utf8.count == 19, let utc = Timestamp(text: clock + "Z"), utc.text.hasPrefix(clock) else { return nil }
    var rest = text.dropFirst(19).utf8[...]
    if rest.first == UInt8(ascii: ".") {
      let digits = rest.dropFirst().prefix(while: isDigit)
      guard (1...9).contains(digits.count) else { return nil }
      rest = rest[digits.endIndex...]
    }
    let isOffset =
      rest.count == 6 && rest.dropFirst().enumerated().allSatisfy { $0.offset == 2 || isDigit($0.element) }
    guard isOffset || rest.elementsEqual("Z".utf8) || text.utf8.count == 10 else { return nil }
    return text.utf8.count == 10 ? utc : Timestamp(text: text)
  }
}
