/// What a model makes of a text.
package struct IntentPrediction: Sendable {
  /// Best first, as many as were asked for. Confidences over all intents sum to at most 1.
  package let candidates: [IntentCandidate]
  /// 0 ... 1; high: the text is none of the intents. The model's own limit is 0.5.
  package let outOfScope: Double

  package init(candidates: [IntentCandidate], outOfScope: Double) {
    self.candidates = candidates
    self.outOfScope = outOfScope
  }
}

/// An intent and the calibrated probability, 0 ... 1, that it is meant.
package struct IntentCandidate: Sendable, Equatable {
  package let intent: String
  /// Its place in `IntentModel.intents`.
  package let place: Int
  package let confidence: Double

  package init(intent: String, place: Int, confidence: Double) {
    self.intent = intent
    self.place = place
    self.confidence = confidence
  }
}

/// From which confidence on to do what; each 0 ... 1.
package struct IntentThresholds: Sendable, Codable, Equatable {
  /// Answer at or above.
  package let answer: Double
  /// When best minus second is below this, ask which is meant.
  package let margin: Double
  /// Offer as "did you mean" at or above.
  package let candidate: Double

  package init(answer: Double, margin: Double, candidate: Double) {
    self.answer = answer
    self.margin = margin
    self.candidate = candidate
  }
}

/// A prediction for an example by a fit that had not seen it.
package struct HeldOutPrediction: Sendable {
  /// The place of the example among those that were given.
  package let example: Int
  /// What is held out together has the same number.
  package let fold: Int
  package let prediction: IntentPrediction
}

extension IntentModel {
  /// A model with the predictions for what was held out while it was fitted: everything, or of many examples a part.
  package struct Fit: Sendable {
    package let model: IntentModel
    package let heldOut: [HeldOutPrediction]
  }
}
