import TextAnalysis

/// An example with the scores that it got from a fit which had not seen it.
struct HeldOutText: Sendable {
  let scores: IntentScores
  /// The class that is right, or nil when the text is out of scope.
  let intent: Int?
  let language: Language
}
