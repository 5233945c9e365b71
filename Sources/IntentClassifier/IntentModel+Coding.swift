package import Foundation
import TextAnalysis

extension IntentModel {
  private static let magic = Array("FDIM".utf8)
  private static let version: UInt32 = 2

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
  /// weights, the separators, the networks, FNV-1a checksum of all before. Numbers are little-endian.
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
    var bytes = ModelBytes()
    bytes.append(raw: Self.magic)
    bytes.append([Self.version, UInt32(json.count)])
    bytes.append(raw: json)
    bytes.append(exampleKeys)
    bytes.append(vocabulary.keys)
    bytes.append(vocabulary.weights.map(\.bitPattern))
    append(scorer.separators, to: &bytes)
    bytes.append(scorer.biases.map(\.bitPattern))
    if let hidden = scorer.hidden {
      append(hidden.units, to: &bytes)
      bytes.append((hidden.outputs + hidden.biases).flatMap { lanes in lanes.indices.map { lanes[$0].bitPattern } })
    }
    bytes.append([ModelBytes.checksum(of: bytes.data[...])])
    return bytes.data
  }

  private func append(_ layer: QuantizedLayer, to bytes: inout ModelBytes) {
    bytes.append(layer.scales.map(\.bitPattern))
    bytes.append(layer.weights.flatMap { packed in (0..<4).map { packed[$0] } })
  }

  /// - Throws: `notAModel`, `unknownVersion` or `damaged`. Any bytes may be given.
  package convenience init(decoding data: Data) throws(IntentModelError) {
    var reader = ModelReader(data)
    guard reader.raw(Self.magic.count).map(Array.init) == Self.magic else { throw .notAModel }
    guard let version: UInt32 = reader.number() else { throw .damaged }
    guard version == Self.version else { throw .unknownVersion(Int(version)) }
    guard data.count > 8, let checksum: UInt64 = ModelReader(data.suffix(8)).firstNumber,
      ModelBytes.checksum(of: data.dropLast(8)) == checksum
    else { throw .damaged }
    guard let length: UInt32 = reader.number(), let json = reader.raw(Int(length)),
      let header = try? JSONDecoder().decode(Header.self, from: json), header.isPossible,
      let exampleKeys: [UInt64] = reader.numbers(header.exampleCount),
      let keys: [UInt64] = reader.numbers(header.columnCount),
      let idf = reader.floats(header.columnCount),
      let scorer = reader.scorer(header.classCount, header.columnCount, units: header.unitCount),
      reader.remaining == 8
    else { throw .damaged }
    self.init(
      intents: header.intents,
      vocabulary: Vocabulary(keys: keys, weights: idf, unknownWeight: header.unknownWeight),
      scorer: scorer,
      fitted: Dictionary(
        uniqueKeysWithValues: Language.allCases.compactMap { language in
          header.fitted[language.rawValue].map { (language, $0) }
        }), exampleKeys: exampleKeys)
  }
}

extension ModelReader {
  mutating func floats(_ count: Int) -> [Float]? {
    let patterns: [UInt32]? = numbers(count)
    return patterns?.map(Float.init(bitPattern:))
  }

  fileprivate mutating func scorer(_ classCount: Int, _ columnCount: Int, units: Int) -> IntentScorer? {
    guard let separators = layer(classCount, columnCount), let biases = floats(classCount) else { return nil }
    guard units > 0 else { return IntentScorer(separators: separators, biases: biases, hidden: nil) }
    guard let layer = layer(units, columnCount),
      let outputs = lanes(units.multiplied(by: Lanes.blocks(for: classCount))),
      let networkBiases = lanes(Lanes.blocks(for: classCount))
    else { return nil }
    let hidden = HiddenLayer(units: layer, classCount: classCount, outputs: outputs, biases: networkBiases)
    return IntentScorer(separators: separators, biases: biases, hidden: hidden)
  }

  private mutating func layer(_ outputCount: Int, _ columnCount: Int) -> QuantizedLayer? {
    let packedCount = columnCount.multiplied(by: Lanes.blocks(for: outputCount))
    guard let scales = floats(columnCount), let numbers: [UInt32] = numbers(packedCount.multiplied(by: 4)) else {
      return nil
    }
    let weights = (0..<packedCount).map { place in
      QuantizedLayer.Packed(
        numbers[4 * place], numbers[4 * place + 1], numbers[4 * place + 2], numbers[4 * place + 3])
    }
    return QuantizedLayer(outputCount: outputCount, scales: scales, weights: weights)
  }

  private mutating func lanes(_ count: Int) -> [Lanes]? {
    guard let numbers = floats(count.multiplied(by: Lanes.scalarCount)) else { return nil }
    return (0..<count).map { place in Lanes(numbers[(place * Lanes.scalarCount)..<((place + 1) * Lanes.scalarCount)]) }
  }
}

extension Int {
  /// The product, or −1 when it is too large or one of them is negative.
  fileprivate func multiplied(by other: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow || self < 0 || other < 0 ? -1 : product
  }
}
