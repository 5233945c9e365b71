import TextAnalysis
import Yams

/// Reads `responses`: for `utter_<intent>`, or a name that a flow uses, one English text, its Chinese translation, and quick replies.
enum ResponseReader {
  static func entries(in node: Node, _ reader: inout YAMLReader) -> [IntentFile.ResponseEntry] {
    guard let mapping = node.mapping else {
      reader.note(node.line, "responses must have keys such as utter_greeting")
      return []
    }
    return mapping.compactMap { key, value in
      let name = key.scalar?.string ?? ""
      guard name.hasPrefix("utter_") else {
        reader.note(key.line, "“\(name)” must be utter_ and the name of an intent, or of what a flow says")
        return nil
      }
      let variants = reader.list(value, name)
      if variants.count > 1 { reader.note(variants[1].line, "\(name) must have one text, not several") }
      if variants.isEmpty && value.sequence != nil { reader.note(key.line, "\(name) has no text") }
      guard let first = variants.first else { return nil }
      return entry(first, intent: String(name.dropFirst("utter_".count)), line: key.line, &reader)
    }
  }

  private static func entry(
    _ node: Node, intent: String, line: Int, _ reader: inout YAMLReader
  ) -> IntentFile.ResponseEntry {
    let fields = reader.fields(of: node, known: ["text", "translation", "buttons"], in: "utter_\(intent)")
    let texts = translations(fields, key: "text", line: node.line, &reader)
    var entry = IntentFile.ResponseEntry(
      intent: intent, line: line, response: texts.mapValues { Response(text: $0) }, payloadLines: [])
    guard let buttons = fields["buttons"] else { return entry }
    for item in reader.list(buttons.value, "buttons") {
      let fields = reader.fields(of: item, known: ["title", "translation", "payload"], in: "a button")
      let titles = translations(fields, key: "title", line: item.line, &reader)
      guard let payloadField = fields["payload"] else {
        if item.mapping != nil { reader.note(item.line, "payload is missing; write a slash and an intent") }
        continue
      }
      guard let payload = reader.text(payloadField.value, "payload") else { continue }
      guard payload.hasPrefix("/") else {
        reader.note(payloadField.line, "payload “\(payload)” must be a slash and the name of an intent")
        continue
      }
      entry.payloadLines.append(payloadField.line)
      for (language, title) in titles {
        entry.response[language]?.buttons.append(.init(title: title, payload: payload))
      }
    }
    return entry
  }

  /// A text under `key`, which is English, with its `translation` to every other language.
  static func translations(
    _ fields: [String: YAMLReader.Field], key: String, line: Int, _ reader: inout YAMLReader
  ) -> [Language: String] {
    guard !fields.isEmpty else { return [:] }
    var texts: [Language: String] = [:]
    if let field = fields[key] {
      texts[.english] = reader.text(field.value, key)
    } else {
      reader.note(line, "\(key) is missing")
    }
    let others = Language.allCases.filter { $0 != .english }.map(\.rawValue)
    guard let translation = fields["translation"] else {
      reader.note(line, "translation of \(key) is missing; write translation: {zh: …}")
      return texts
    }
    for (code, field) in reader.fields(of: translation.value, known: others, in: "translation") {
      if let language = Language(rawValue: code) {
        texts[language] = reader.text(field.value, "translation to \(code)")
      }
    }
    if let mapping = translation.value.mapping, mapping["zh"] == nil {
      reader.note(translation.line, "translation to zh is missing")
    }
    return texts
  }
}
