/// Why an `Analyzer` cannot be made: a system library lacks its data.
package enum AnalyzerError: Error, Equatable, CustomStringConvertible {
  /// OpenCC could not open the named configuration.
  case conversionUnavailable(configuration: String)
  /// libstemmer has no algorithm of that name.
  case stemmerUnavailable(algorithm: String)

  package var description: String {
    switch self {
    case .conversionUnavailable(let configuration):
      "OpenCC cannot open \(configuration); install libopencc-data"
    case .stemmerUnavailable(let algorithm):
      "libstemmer has no algorithm \(algorithm); install libstemmer0d"
    }
  }
}
