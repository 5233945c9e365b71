package import Dialogue
package import TextAnalysis

/// The flows that people write, with what they ask and say.
package struct FlowContent: Sendable, Equatable {
  package var flows: [Flow] = []
  package var slots: [Slot] = []
  /// What customers read for the values of a slot with choices: by slot and value.
  package var titles: [String: [String: [Language: String]]] = [:]
  /// By name, with `utter_`.
  package var responses: [String: [Language: Response]] = [:]

  package init() {}

  init(files: [IntentFile]) {
    flows = files.flatMap { $0.flows.map(\.flow) }
    let entries = files.flatMap(\.slots)
    slots = entries.map(\.slot)
    for entry in entries {
      let named = zip(entry.slot.choices.map(\.value), entry.titles)
      titles[entry.slot.name] = Dictionary(named.map { ($0, $1) }) { first, _ in first }
    }
    let used = Set(files.flatMap { $0.flows.flatMap(\.responses) })
    for entry in files.flatMap(\.responses) where used.contains("utter_\(entry.intent)") {
      responses["utter_\(entry.intent)"] = entry.response
    }
  }

  /// All of it in one order, for a digest.
  var fields: [String] {
    var fields: [String] = []
    for flow in flows {
      fields += [flow.name] + flow.intents
      fields.append(String(describing: flow.guardCondition))
      fields += flow.steps.map(Self.text)
    }
    for slot in slots {
      fields += [slot.name, slot.kind.rawValue]
      for choice in slot.choices { fields += [choice.value] + choice.words }
    }
    for name in responses.keys.sorted() {
      fields.append(name)
      fields += Language.allCases.map { responses[name]?[$0]?.text ?? "" }
    }
    return fields
  }

  private static func text(_ step: Flow.Step) -> String {
    guard case .set(let values) = step else { return "\(step)" }
    return values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value?.description ?? "")" }.joined(separator: ",")
  }
}
