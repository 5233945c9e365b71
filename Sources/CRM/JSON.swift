package import Foundation

/// JSON as it goes into columns, frames and files: compact, slashes plain, keys in a fixed order.
package enum JSON {
  package static func data<Value: Encodable>(_ value: Value) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    return try encoder.encode(value)
  }

  package static func text<Value: Encodable>(_ value: Value) throws -> String {
    String(decoding: try data(value), as: UTF8.self)
  }

  package static func value<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(text.utf8))
  }
}
