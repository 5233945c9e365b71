import Dialogue
import Yams

/// Lays the steps of a flow out in one row, in which `next` is a place.
struct FlowLayout {
  private(set) var steps: [Located<Flow.Step>] = []

  private let flow: String
  /// Where the steps with an `id` are.
  private var places: [String: Int] = [:]
  /// Branches whose targets are ids that may come later: the place of the step, and for each branch its condition and where
  /// it goes to.
  private var jumps: [Int: [(condition: Condition?, target: Target, line: Int)]] = [:]

  private enum Target {
    case id(String)
    case place(Int)
  }

  private static let end = "END"
  private static let kinds = ["collect", "action", "set_slots", "link"]

  init(flow: String) { self.flow = flow }

  /// Adds a list of steps, after whose last one the flow ends.
  mutating func add(_ nodes: [Node], _ reader: inout YAMLReader) {
    for node in nodes { add(node, &reader) }
    steps.append(Located(value: .end, line: nodes.last?.line ?? 0))
  }

  private mutating func add(_ node: Node, _ reader: inout YAMLReader) {
    let fields = reader.fields(of: node, known: Self.kinds + ["id", "description", "next"], in: "a step")
    if let id = fields["id"].flatMap({ reader.text($0.value, "id") }) {
      if places[id] != nil { reader.note(node.line, "step \(id) is there twice in flow \(flow)") }
      places[id] = steps.count
    }
    let kinds = Self.kinds.filter { fields[$0] != nil }
    if kinds.count > 1 { reader.note(node.line, "a step has only one of \(Self.kinds.joined(separator: ", "))") }
    if kinds.isEmpty, fields["next"] == nil, node.mapping != nil {
      reader.note(node.line, "a step has one of \(Self.kinds.joined(separator: ", "))")
    }
    if let kind = kinds.first, let field = fields[kind], let step = step(kind, field, &reader) {
      steps.append(Located(value: step, line: field.line))
    }
    if let next = fields["next"] { add(next: next, &reader) }
  }

  private func step(_ kind: String, _ field: YAMLReader.Field, _ reader: inout YAMLReader) -> Flow.Step? {
    switch kind {
    case "collect": return reader.text(field.value, "collect").map { .collect($0) }
    case "link": return reader.text(field.value, "link").map { .link($0) }
    case "set_slots": return .set(values(in: field, &reader))
    default:
      guard let name = reader.text(field.value, "action") else { return nil }
      if name == "action_human_handoff" { return .handOff(.normal) }
      if name == "action_urgent_handoff" { return .handOff(.urgent) }
      if name.hasPrefix("utter_") { return .say(name) }
      if let action = ErrandAction(rawValue: name) { return .perform(action) }
      let known = ErrandAction.allCases.map(\.rawValue).joined(separator: ", ")
      reader.note(
        field.line,
        "there is no action \(name); known are action_human_handoff, action_urgent_handoff, \(known) and utter_…")
      return nil
    }
  }

  private func values(in field: YAMLReader.Field, _ reader: inout YAMLReader) -> [String: SlotValue?] {
    var values: [String: SlotValue?] = [:]
    for item in reader.list(field.value, "set_slots") {
      guard let mapping = item.mapping else {
        reader.note(item.line, "set_slots is a list of slot: value")
        continue
      }
      for (key, value) in mapping {
        guard let name = key.scalar?.string else { continue }
        values.updateValue(Self.value(of: value), forKey: name)
      }
    }
    return values
  }

  private static func value(of node: Node) -> SlotValue? {
    if node.null != nil { return nil }
    if let flag = node.bool { return .flag(flag) }
    if let number = node.float { return .number(number) }
    return node.scalar.map { .text($0.string) }
  }

  // MARK: next

  private mutating func add(next: YAMLReader.Field, _ reader: inout YAMLReader) {
    let place = steps.count
    steps.append(Located(value: .branch([]), line: next.line))
    if let id = next.value.scalar?.string {
      jumps[place] = [(nil, .id(id), next.line)]
      return
    }
    var branches: [(condition: Condition?, target: Target, line: Int)] = []
    for item in reader.list(next.value, "next") {
      let fields = reader.fields(of: item, known: ["if", "then", "else"], in: "next")
      let condition = fields["if"].flatMap { FlowReader.condition($0, &reader) }
      if fields["if"] != nil, condition == nil { continue }
      guard let then = fields[condition == nil ? "else" : "then"] else {
        if item.mapping != nil { reader.note(item.line, "an item of next is if and then, or else") }
        continue
      }
      if let id = then.value.scalar?.string {
        branches.append((condition?.value, .id(id), then.line))
      } else {
        branches.append((condition?.value, .place(steps.count), then.line))
        add(reader.list(then.value, "then"), &reader)
      }
    }
    // When no condition holds the flow goes on after what the branches hold.
    branches.append((nil, .place(steps.count), next.line))
    jumps[place] = branches
  }

  /// Puts places for ids. To be called when all steps are added.
  mutating func resolve(_ reader: inout YAMLReader) {
    for (place, branches) in jumps.sorted(by: { $0.key < $1.key }) {
      let resolved = branches.compactMap { branch -> Flow.Branch? in
        switch branch.target {
        case .place(let step): return Flow.Branch(condition: branch.condition, step: step)
        case .id(Self.end): return Flow.Branch(condition: branch.condition, step: steps.count)
        case .id(let id):
          guard let step = places[id] else {
            reader.note(branch.line, "there is no step \(id) in flow \(flow)")
            return nil
          }
          return Flow.Branch(condition: branch.condition, step: step)
        }
      }
      steps[place] = Located(value: .branch(resolved), line: steps[place].line)
    }
  }
}
