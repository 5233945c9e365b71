package import Foundation
import TextAnalysis

extension IntentModel {
  private static let magic = Array("FDIM".utf8)
  private static let version: UInt32 = 1

  /// Everything that is neither an n-gram nor a weight.
  private struct Header: Codable {
    var intents: [String]
    var classCount: Int
    var columnCount: Int
    var unknownWeight: Float
    var fitted: [String: Fitted]
  }

  /// The model as bytes: magic, version, length of the header, header as JSON, n-grams, their weights, the class
  /// weights, FNV-1a checksum of all before. Numbers are little-endian.
  package func encoded() -> Data {
    let header = Header(
      intents: intents, classCount: classifier.classCount, columnCount: vocabulary.keys.count,
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
    bytes.append(vocabulary.keys)
    bytes.append(vocabulary.weights.map(\.bitPattern))
    bytes.append(classifier.weights.map(\.bitPattern))
    bytes.append([ModelBytes.checksum(of: bytes.data[...])])
    return bytes.data
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
      let header = try? JSONDecoder().decode(Header.self, from: json),
      header.columnCount >= 0,
      header.classCount == header.intents.count || header.classCount == header.intents.count + 1,
      let keys: [UInt64] = reader.numbers(header.columnCount),
      let idf: [UInt32] = reader.numbers(header.columnCount),
      let weights: [UInt32] = reader.numbers((header.columnCount + 1).multiplied(by: header.classCount)),
      reader.remaining == 8
    else { throw .damaged }
    self.init(
      intents: header.intents,
      vocabulary: Vocabulary(
        keys: keys, weights: idf.map(Float.init(bitPattern:)), unknownWeight: header.unknownWeight),
      classifier: LinearClassifier(classCount: header.classCount, weights: weights.map(Float.init(bitPattern:))),
      fitted: Dictionary(
        uniqueKeysWithValues: Language.allCases.compactMap { language in
          header.fitted[language.rawValue].map { (language, $0) }
        }))
  }
}

extension Int {
  /// The product, or −1 when it is too large.
  fileprivate func multiplied(by other: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? -1 : product
  }
}
