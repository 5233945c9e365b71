/// Why a model cannot be fitted or read.
package enum IntentModelError: Error, Equatable, CustomStringConvertible {
  /// No example, or none that is in scope.
  case noExamples
  /// The bytes do not begin as a model does.
  case notAModel
  /// A model of another version of the format.
  case unknownVersion(Int)
  /// The bytes end early or do not match their checksum.
  case damaged
  /// `Options.isCancelled` said so.
  case cancelled
  /// Fitting would need more memory than it may have: the estimate in bytes, and how many examples there are.
  case tooLarge(bytes: Int, examples: Int)

  package var description: String {
    switch self {
    case .noExamples: "There are no examples to fit an intent model to"
    case .notAModel: "This is not an intent model"
    case .unknownVersion(let version): "Intent model format \(version) is not known"
    case .damaged: "The intent model is damaged"
    case .cancelled: "Fitting was cancelled"
    case .tooLarge(let bytes, let examples):
      "Fitting to \(examples) examples would need about \(bytes / 1_000_000) MB of memory, more than the "
        + "\(MemoryBound.most / 1_000_000) MB allowed; give fewer or shorter examples"
    }
  }
}
