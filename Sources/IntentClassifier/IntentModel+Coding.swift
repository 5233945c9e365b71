package import Foundation
import TextAnalysis

extension IntentModel {
  private static let kind = "FDIM"
  package static let version: UInt32 = 3

  /// Everything that is neither an n-gram nor a weight.
  private struct Header: Codable {
    var intents: [String]
    var classCount: Int
    var columnCount: Int
    /// How many units the networks have together; 0 without networks.
    var unitCount: Int
    var exampleCount: Int
    var unknownWeight: Float
    var fitted: [String: Fitted]

    /// Whether the counts fit each other.
    var isPossible: Bool {
      columnCount >= 0 && unitCount >= 0 && unitCount % HiddenNetwork.unitCount == 0 && !intents.isEmpty
        && (classCount == intents.count || classCount == intents.count + 1)
    }
  }

  /// The model as bytes: magic, version, length of the header, header as JSON, hashes of the examples, n-grams, their
  /// weights, the separators, the networks, checksum of all before. Numbers are little-endian.
  package func encoded() -> Data {
    let header = Header(
      intents: intents, classCount: scorer.classCount, columnCount: vocabulary.keys.count,
      unitCount: scorer.hidden?.units.outputCount ?? 0, exampleCount: exampleKeys.count,
      unknownWeight: vocabulary.unknownWeight,
      fitted: Dictionary(uniqueKeysWithValues: fitted.map { ($0.key.rawValue, $0.value) }))
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    // A header of finite numbers and strings always encodes; an empty one would be refused when read.
    let json = (try? encoder.encode(header)) ?? Data()
    var bytes = StoredBytes(kind: Self.kind, version: Self.version)
    bytes.append([UInt32(json.count)])
    bytes.append(raw: json)
    bytes.append(exampleKeys)
    bytes.append(vocabulary.keys)
    bytes.append(vocabulary.weights)
    append(scorer.separators, to: &bytes)
    bytes.append(scorer.biases)
    if let hidden = scorer.hidden {
      append(hidden.units, to: &bytes)
      bytes.append(hidden.outputs)
      bytes.append(hidden.biases)
    }
    return bytes.finished
  }

  private func append(_ layer: QuantizedLayer, to bytes: inout StoredBytes) {
    bytes.append(layer.scales)
    bytes.append(layer.weights)
  }

  /// - Throws: `notAModel`, `unknownVersion` or `damaged`. Any bytes may be given.
  package convenience init(decoding data: Data) throws(IntentModelError) {
    var reader: StoredBytesReader
    do throws(StoredBytesError) {
      reader = try StoredBytesReader(data, kind: Self.kind, version: Self.version)
    } catch {
      switch error {
      case .otherKind: throw .notAModel
      case .unknownVersion(let version): throw .unknownVersion(version)
      case .damaged: throw .damaged
      }
    }
    guard let length: UInt32 = reader.number(), let json = reader.raw(Int(length)),
      let header = try? JSONDecoder().decode(Header.self, from: json), header.isPossible,
      let exampleKeys: [UInt64] = reader.values(header.exampleCount),
      let keys: [UInt64] = reader.values(header.columnCount),
      let weights: [Float] = reader.values(header.columnCount),
      let scorer = reader.scorer(header.classCount, header.columnCount, units: header.unitCount),
      reader.isAtEnd
    else { throw .damaged }
    self.init(
      intents: header.intents,
      vocabulary: Vocabulary(keys: keys, weights: weights, unknownWeight: header.unknownWeight),
      scorer: scorer,
      fitted: Dictionary(
        uniqueKeysWithValues: Language.allCases.compactMap { language in
          header.fitted[language.rawValue].map { (language, $0) }
        }), exampleKeys: exampleKeys)
  }
}

extension StoredBytesReader {
  fileprivate mutating func scorer(_ classCount: Int, _ columnCount: Int, units: Int) -> IntentScorer? {
    guard let separators = layer(classCount, columnCount), let biases: [Float] = values(classCount) else { return nil }
    guard units > 0 else { return IntentScorer(separators: separators, biases: biases, hidden: nil) }
    guard let layer = layer(units, columnCount),
      let outputs: [Lanes] = values(units.multiplied(by: Lanes.blocks(for: classCount))),
      let networkBiases: [Lanes] = values(Lanes.blocks(for: classCount))
    else { return nil }
    let hidden = HiddenLayer(units: layer, classCount: classCount, outputs: outputs, biases: networkBiases)
    return IntentScorer(separators: separators, biases: biases, hidden: hidden)
  }

  private mutating func layer(_ outputCount: Int, _ columnCount: Int) -> QuantizedLayer? {
    let packedCount = columnCount.multiplied(by: Lanes.blocks(for: outputCount))
    guard let scales: [Float] = values(columnCount), let weights: [QuantizedLayer.Packed] = values(packedCount) else {
      return nil
    }
    return QuantizedLayer(outputCount: outputCount, scales: scales, weights: weights)
  }
}

extension Int {
  /// The product, or −1 when it is too large or one of them is negative.
  fileprivate func multiplied(by other: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow || self < 0 || other < 0 ? -1 : product
  }
}
