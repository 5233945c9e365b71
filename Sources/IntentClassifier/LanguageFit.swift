import TextAnalysis

/// Fits probabilities and thresholds to held-out texts, for Chinese and English apart.
struct LanguageFit {
  let texts: [HeldOutText]
  let hasOutOfScopeClass: Bool
  let options: IntentModel.Options

  /// For each language what its own texts say, or when they are few, what all of them say.
  func byLanguage() -> [Language: IntentModel.Fitted] {
    var result: [Language: IntentModel.Fitted] = [:]
    for language in Language.allCases {
      let own = texts.filter { $0.language == language }
      let isEnough = own.count { $0.intent != nil } >= CalibrationFit.fewestTexts
      let used = isEnough ? own : texts
      let calibration = CalibrationFit(texts: used, hasOutOfScopeClass: hasOutOfScopeClass).calibration()
      let outcomes = used.map { outcome(of: $0, calibration) }
      let fit = ThresholdFit(outcomes: isEnough ? outcomes : [], wrongShare: options.wrongAnswerShare)
      result[language] = .init(calibration: calibration, thresholds: fit.thresholds())
    }
    return result
  }

  private func outcome(of text: HeldOutText, _ calibration: Calibration) -> ThresholdFit.Outcome {
    let confidences = calibration.probabilities(for: text.scores, hasOutOfScopeClass: hasOutOfScopeClass).intents
    let right = text.intent.map { confidences[$0] }
    let rank = right.map { value in confidences.count { $0 > value } }
    return .init(confidences: Array(confidences.sorted(by: >).prefix(3)), rank: rank.flatMap { $0 < 3 ? $0 : nil })
  }
}
