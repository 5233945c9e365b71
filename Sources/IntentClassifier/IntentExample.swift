package import TextAnalysis

/// A sentence that shows an intent.
package struct IntentExample: Sendable {
  package var text: AnalyzedText
  package var intent: String

  package init(text: AnalyzedText, intent: String) {
    self.text = text
    self.intent = intent
  }
}
