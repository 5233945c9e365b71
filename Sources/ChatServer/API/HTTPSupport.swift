import CRM
import Foundation
import WebServer

extension HTTPResponse {
  /// A JSON answer.
  static func json<Value: Encodable>(_ value: Value, status: Int = 200) -> HTTPResponse {
    guard let data = try? JSON.data(value) else {
      return failure(WireError(.internal, "the answer could not be written"))
    }
    return HTTPResponse(
      status: status,
      headers: [("Content-Type", "application/json; charset=utf-8"), ("Cache-Control", "no-store")],
      body: Array(data))
  }

  /// A numbered error; `problems` come with `content_invalid`.
  static func failure(_ error: WireError, problems: [ContentProblemReport]? = nil) -> HTTPResponse {
    let facts = error.code.facts
    var response = json(
      ErrorBody(error: ErrorFrame(error), problems: problems), status: facts.status)
    if let wait = error.retryAfterMilliseconds {
      response.headers.append(("Retry-After", "\((wait + 999) / 1000)"))
    }
    return response
  }
}

private struct ErrorBody: Encodable {
  var error: ErrorFrame
  var problems: [ContentProblemReport]?
}

/// A content problem as trainers see it.
struct ContentProblemReport: Encodable {
  var file: String
  var line: Int
  var message: String
}

/// `{}`.
struct Nothing: Encodable {}

extension HTTPRequest {
  /// The body as JSON.
  /// - Throws: `WireError` that names the field.
  func decoded<Value: Decodable>(_ type: Value.Type) throws(WireError) -> Value {
    guard header("content-type")?.lowercased().hasPrefix("application/json") == true else {
      throw WireError(.badJSON, "Content-Type: must be application/json")
    }
    let data = Data(body)
    do {
      let value = try JSONDecoder().decode(type, from: data)
      guard !Self.holdsNUL(body) else { throw WireError(.badField, "a text must not hold the NUL character") }
      return value
    } catch let error as WireError {
      throw error
    } catch {
      throw ClientFrame.wireError(error, in: data)
    }
  }

  /// Whether a string of the JSON text has the escape of NUL, the only way to write one.
  private static func holdsNUL(_ json: [UInt8]) -> Bool {
    var rest = json[...]
    while let backslash = rest.firstIndex(of: UInt8(ascii: "\\")) {
      if json[backslash...].starts(with: Array("\\u0000".utf8)) { return true }
      rest = json.dropFirst(backslash + 2)
    }
    return false
  }

  /// A query parameter that is one of an enumeration's values.
  func parameter<Value: RawRepresentable<String> & CaseIterable>(
    _ name: String, default value: Value
  ) throws(WireError) -> Value {
    guard let text = query[name] else { return value }
    guard let value = Value(rawValue: text) else {
      let values = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw WireError(.badField, "\(name): must be one of \(values)")
    }
    return value
  }

  /// The query parameter `limit`, 1...500.
  func limit(default value: Int = 50) throws(WireError) -> Int {
    guard let text = query["limit"] else { return value }
    guard let limit = Int(text), (1...500).contains(limit) else {
      throw WireError(.badField, "limit: must be 1 to 500")
    }
    return limit
  }
}
