import IntentClassifier

/// Why an intent was found, for a terminal: the parts of the text that weighed most.
struct WhyLines {
  let lines: [String]

  init(_ explanation: IntentExplanation, text: String) {
    let bytes = Array(text.utf8)
    func parts(_ evidence: [IntentEvidence]) -> String {
      evidence.map { part in
        let span = String(decoding: bytes[part.range], as: UTF8.self)
        return "“\(span)” \(part.weight >= 0 ? "+" : "−")\((abs(part.weight) * 100).rounded() / 100)"
      }.joined(separator: "  ")
    }
    let against = explanation.rival.map { " rather than \($0)" } ?? ""
    var lines = ["why       \(explanation.intent)\(against)"]
    if !explanation.support.isEmpty { lines.append("  for      \(parts(explanation.support))") }
    if !explanation.against.isEmpty { lines.append("  against  \(parts(explanation.against))") }
    self.lines = lines
  }
}
