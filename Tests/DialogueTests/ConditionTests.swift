import Dialogue
import Testing

@Suite("Conditions of flows")
struct ConditionTests {
  private static let slots: [String: SlotValue] = [
    "slots.found": true, "slots.count": 3, "slots.amount": "1200.50 CNY", "slots.status": "shipped", "slots.empty": "",
    "context.identified": true,
  ]

  @Test(
    "A condition says what it means",
    arguments: [
      ("slots.found", true), ("not slots.found", false), ("slots.missing", false), ("slots.missing is null", true),
      ("slots.found is not null", true), ("slots.empty", false), ("slots.count = 3", true),
      ("slots.count == 3.0", true),
      ("slots.count != 3", false), ("slots.count > 3", false), ("slots.count >= 3", true), ("slots.count < 10", true),
      ("slots.amount > 1200", true), ("slots.amount <= 1200", false), ("slots.status = 'shipped'", true),
      ("slots.status is \"paid\" or slots.count < 4", true), ("slots.status > 3", false),
      ("not (slots.found and slots.count > 3)", true), ("not slots.found or context.identified", true),
      ("slots.found AND NOT slots.missing", true), ("true", true), ("false or slots.found", true),
      ("slots.missing < 1", false), ("slots.found = true", true),
    ])
  func holds(text: String, expected: Bool) throws {
    let condition = try Condition(parsing: text)
    #expect(condition.holds { Self.slots[$0] } == expected)
  }

  @Test(
    "What is no condition is refused",
    arguments: [
      "", "slots.", "order_found", "slots.a and", "slots.a slots.b", "(slots.a", "slots.a)", "slots.a = 'x",
      "slots.a ! 1",
      "and", "slots.a = = 1", "not", "#", String(repeating: "(", count: 5_000) + "true",
      String(repeating: "not ", count: 5_000) + "true",
    ])
  func refused(text: String) {
    #expect(throws: ConditionError.self) { try Condition(parsing: text) }
  }

  @Test("The names in a condition are known")
  func names() throws {
    let condition = try Condition(parsing: "slots.a > 1 and not (slots.b or context.identified)")
    #expect(condition.names == ["slots.a", "slots.b", "context.identified"])
  }
}
