import Dialogue

/// Finds what is wrong between flows, slots, intents and responses.
struct FlowCheck {
  private(set) var problems: [ContentProblem] = []
  private let slots: Set<String>
  private let flows: Set<String>
  private let intents: Set<String>
  private let responses: Set<String>

  init(files: [IntentFile], intents: Set<String>) {
    slots = Set(files.flatMap { $0.slots.map(\.slot.name) })
    flows = Set(files.flatMap { $0.flows.map(\.name) })
    responses = Set(files.flatMap { $0.responses.map { "utter_\($0.intent)" } })
    self.intents = intents
    checkNames(files)
    for file in files {
      for flow in file.flows { check(flow, in: file.path) }
    }
  }

  private mutating func note(_ file: String, _ line: Int, _ message: String) {
    problems.append(ContentProblem(file: file, line: line, message: message))
  }

  /// Names must be there once, and an intent begins one flow.
  private mutating func checkNames(_ files: [IntentFile]) {
    var seen: [String: String] = [:]
    for file in files {
      let names =
        file.slots.map { ("slot \($0.slot.name)", $0.line) } + file.flows.map { ("flow \($0.name)", $0.line) }
        + file.flows.flatMap { $0.triggers.map { ("nlu_trigger \($0.value)", $0.line) } }
      for (name, line) in names {
        if let first = seen[name] {
          note(file.path, line, "\(name) is already in \(first)")
        } else {
          seen[name] = "\(file.path):\(line)"
        }
      }
    }
  }

  private mutating func check(_ flow: FlowEntry, in file: String) {
    for trigger in flow.triggers where !intents.contains(trigger.value) {
      note(file, trigger.line, "nlu_trigger: there is no intent \(trigger.value)")
    }
    if flow.name == DialogueState.identifyFlow {
      checkResponse(DialogueState.identifyOffer, line: flow.line, in: file)
    }
    if let condition = flow.guardCondition { check(condition.value, line: condition.line, in: file) }
    for step in flow.steps { check(step.value, line: step.line, in: file) }
    checkWays(through: flow, in: file)
  }

  private mutating func check(_ step: Flow.Step, line: Int, in file: String) {
    switch step {
    case .collect(let slot):
      checkSlot(slot, line: line, in: file)
      checkResponse("utter_ask_\(slot)", line: line, in: file)
    case .say(let name): checkResponse(name, line: line, in: file)
    case .set(let values):
      for slot in values.keys.sorted() { checkSlot(slot, line: line, in: file) }
    case .branch(let branches):
      for condition in branches.compactMap(\.condition) { check(condition, line: line, in: file) }
    case .link(let flow):
      if !flows.contains(flow) { note(file, line, "link: there is no flow \(flow)") }
    case .perform, .handOff, .end: break
    }
  }

  private mutating func check(_ condition: Condition, line: Int, in file: String) {
    for name in condition.names where name.hasPrefix("slots.") {
      let slot = String(name.dropFirst("slots.".count))
      if !ErrandAction.results.contains(slot) { checkSlot(slot, line: line, in: file) }
    }
  }

  private mutating func checkSlot(_ slot: String, line: Int, in file: String) {
    if !slots.contains(slot) { note(file, line, "there is no slot \(slot)") }
  }

  private mutating func checkResponse(_ name: String, line: Int, in file: String) {
    if !responses.contains(name) { note(file, line, "there is no response \(name)") }
  }

  // MARK: Ways

  /// Every step can be reached, and from every step the end, without going round for ever.
  private mutating func checkWays(through flow: FlowEntry, in file: String) {
    let steps = flow.steps.map(\.value)
    let reached = Self.reachable(from: [0]) { Self.next(of: $0, in: steps) }
    for (place, step) in flow.steps.enumerated() where !reached.contains(place) {
      if case .end = step.value { continue }
      if case .branch = step.value { continue }
      note(file, step.line, "this step of flow \(flow.name) is never reached")
    }
    var before: [Int: [Int]] = [:]
    for place in steps.indices {
      for next in Self.next(of: place, in: steps) { before[next, default: []].append(place) }
    }
    let ends = steps.indices.filter { Self.next(of: $0, in: steps).isEmpty || Self.leaves($0, steps) }
    let ending = Self.reachable(from: ends) { before[$0] ?? [] }
    if let place = steps.indices.first(where: { reached.contains($0) && !ending.contains($0) }) {
      note(file, flow.steps[place].line, "from this step flow \(flow.name) goes round for ever")
    }
  }

  /// Whether the flow may end after that step.
  private static func leaves(_ place: Int, _ steps: [Flow.Step]) -> Bool {
    guard case .branch(let branches) = steps[place] else { return false }
    return branches.contains { $0.step >= steps.count }
  }

  private static func next(of place: Int, in steps: [Flow.Step]) -> [Int] {
    guard steps.indices.contains(place) else { return [] }
    switch steps[place] {
    case .end, .handOff, .link: return []
    case .branch(let branches):
      let certain = branches.firstIndex { $0.condition == nil }
      let possible = branches.prefix(certain.map { $0 + 1 } ?? branches.count)
      return (possible.map(\.step) + (certain == nil ? [place + 1] : [])).filter(steps.indices.contains)
    case .collect, .say, .perform, .set: return [place + 1].filter(steps.indices.contains)
    }
  }

  private static func reachable(from first: [Int], _ next: (Int) -> [Int]) -> Set<Int> {
    var reached: Set<Int> = []
    var open = first
    while let place = open.popLast() {
      if reached.insert(place).inserted { open += next(place) }
    }
    return reached
  }
}
