import Foundation
import GRDB

/// A value bound to a `?` of a statement.
package enum SQLValue: Sendable, Equatable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  /// A text that has been made as bytes.
  case utf8([UInt8])
  case blob([UInt8])

  package init(_ text: String?) { self = text.map(SQLValue.text) ?? .null }
  package init(_ integer: Int?) { self = integer.map { .integer(Int64($0)) } ?? .null }
  package init(_ integer: Int64?) { self = integer.map(SQLValue.integer) ?? .null }
  package init(_ flag: Bool) { self = .integer(flag ? 1 : 0) }

  /// A text is read up to its first NUL, so another value than the one given would be stored or looked for.
  func checkText() throws(DatabaseError) {
    let hasNUL =
      switch self {
      case .text(var text): text.withUTF8 { Self.hasNUL(UnsafeRawBufferPointer($0)) }
      case .utf8(let bytes): bytes.withUnsafeBytes(Self.hasNUL)
      case .null, .integer, .real, .blob: false
      }
    guard hasNUL else { return }
    throw .constraint("a text holds the NUL character")
  }

  private static func hasNUL(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false
  }

  var binding: (any DatabaseValueConvertible)? {
    switch self {
    case .null: nil
    case .integer(let value): value
    case .real(let value): value
    case .text(let value): value
    case .utf8(let bytes): String(decoding: bytes, as: UTF8.self)
    case .blob(let value): Data(value)
    }
  }
}

extension SQLValue: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral {
  package init(stringLiteral value: String) { self = .text(value) }
  package init(integerLiteral value: Int64) { self = .integer(value) }
}
