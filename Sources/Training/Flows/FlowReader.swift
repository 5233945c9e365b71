import Dialogue
import TextAnalysis
import Yams

/// Reads `slots` and `flows` in the shape of Rasa's, and lays a flow's steps out in one row.
enum FlowReader {
  // MARK: Slots

  static func slots(in node: Node, _ reader: inout YAMLReader) -> [SlotEntry] {
    guard let mapping = node.mapping else {
      reader.note(node.line, "slots must have names as keys")
      return []
    }
    return mapping.compactMap { key, value -> SlotEntry? in
      let name = key.scalar?.string ?? ""
      guard name.isIdentifier(separator: "_") else {
        reader.note(key.line, "slot name “\(name)”: use lower case letters, digits and underscores")
        return nil
      }
      let fields = reader.fields(of: value, known: ["type", "values"], in: "slot \(name)")
      guard let type = fields["type"], let kind = type.value.scalar.flatMap({ Slot.Kind(rawValue: $0.string) }) else {
        let kinds = Slot.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        reader.note(fields["type"]?.line ?? key.line, "type of slot \(name) must be one of \(kinds)")
        return nil
      }
      let choices = fields["values"].map { Self.choices(in: $0, &reader) } ?? []
      if kind == .choice, choices.isEmpty { reader.note(key.line, "slot \(name) is a choice and has no values") }
      if ![.choice, .code, .time, .product].contains(kind), let values = fields["values"] {
        reader.note(values.line, "only a slot of type choice, code, time or product has values")
      }
      return SlotEntry(
        slot: Slot(name: name, kind: kind, choices: choices.map(\.choice)), titles: choices.map(\.titles),
        line: key.line)
    }
  }

  private static func choices(
    in field: YAMLReader.Field, _ reader: inout YAMLReader
  ) -> [(choice: Slot.Choice, titles: SlotEntry.Titles)] {
    reader.list(field.value, "values").compactMap { item in
      let fields = reader.fields(of: item, known: ["value", "title", "translation", "words"], in: "a value")
      guard let value = fields["value"].flatMap({ reader.text($0.value, "value") }) else {
        if item.mapping != nil { reader.note(item.line, "value is missing") }
        return nil
      }
      let titles = ResponseReader.translations(fields, key: "title", line: item.line, &reader)
      let words = fields["words"].map { reader.list($0.value, "words").compactMap { reader.text($0, "a word") } } ?? []
      return (Slot.Choice(value: value, words: titles.values.sorted() + words), titles)
    }
  }

  // MARK: Flows

  static func flows(in node: Node, _ reader: inout YAMLReader) -> [FlowEntry] {
    guard let mapping = node.mapping else {
      reader.note(node.line, "flows must have names as keys")
      return []
    }
    return mapping.compactMap { key, value -> FlowEntry? in
      let name = key.scalar?.string ?? ""
      guard name.isIdentifier(separator: "_") else {
        reader.note(key.line, "flow name “\(name)”: use lower case letters, digits and underscores")
        return nil
      }
      return flow(name, value, line: key.line, &reader)
    }
  }

  private static func flow(_ name: String, _ node: Node, line: Int, _ reader: inout YAMLReader) -> FlowEntry? {
    let known = ["name", "description", "if", "nlu_trigger", "steps"]
    let fields = reader.fields(of: node, known: known, in: "flow \(name)")
    guard let steps = fields["steps"] else {
      if node.mapping != nil { reader.note(line, "flow \(name) has no steps") }
      return nil
    }
    var layout = FlowLayout(flow: name)
    layout.add(reader.list(steps.value, "steps"), &reader)
    layout.resolve(&reader)
    var entry = FlowEntry(name: name, line: line)
    entry.guardCondition = fields["if"].flatMap { condition($0, &reader) }
    if let triggers = fields["nlu_trigger"] {
      for item in reader.list(triggers.value, "nlu_trigger") {
        let fields = reader.fields(of: item, known: ["intent"], in: "nlu_trigger")
        guard let intent = fields["intent"].flatMap({ reader.text($0.value, "intent") }) else { continue }
        entry.triggers.append(.init(value: intent, line: item.line))
      }
    }
    entry.steps = layout.steps
    return entry
  }

  static func condition(_ field: YAMLReader.Field, _ reader: inout YAMLReader) -> Located<Condition>? {
    guard let text = field.value.scalar?.string else {
      reader.note(field.line, "if must be a condition such as slots.order_found")
      return nil
    }
    do throws(ConditionError) {
      return Located(value: try Condition(parsing: text), line: field.line)
    } catch {
      reader.note(field.line, "“\(text)” is no condition: \(error)")
      return nil
    }
  }
}

/// Something with the line on which it stands.
struct Located<Value> {
  let value: Value
  let line: Int
}

/// A slot as one file has it.
struct SlotEntry {
  typealias Titles = [Language: String]

  let slot: Slot
  /// What a customer reads for each of its choices.
  let titles: [Titles]
  let line: Int
}

/// A flow as one file has it.
struct FlowEntry {
  let name: String
  let line: Int
  var triggers: [Located<String>] = []
  var guardCondition: Located<Condition>?
  var steps: [Located<Flow.Step>] = []

  init(name: String, line: Int) {
    self.name = name
    self.line = line
  }

  /// The names of the responses that it says, and of those with which it asks a second time.
  var responses: [String] {
    let offer = name == DialogueState.identifyFlow ? [DialogueState.identifyOffer] : []
    return offer
      + steps.flatMap { step -> [String] in
        switch step.value {
        case .say(let name): [name]
        case .collect(let slot): ["utter_ask_\(slot)", "utter_ask_again_\(slot)"]
        default: []
        }
      }
  }

  var flow: Flow {
    Flow(
      name: name, intents: triggers.map(\.value), guardCondition: guardCondition?.value, steps: steps.map(\.value))
  }
}
