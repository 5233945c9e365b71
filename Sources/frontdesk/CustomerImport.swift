import CRM
import Foundation

/// One run of `frontdesk import customers`: reads, tells what is wrong, and hands good lines on in small groups.
struct CustomerImport {
  private static let groupSize = 100

  private struct Item {
    let line: Int
    let content: Result<CustomerEntry, CustomerLine.Refusal>
  }

  /// What messages call the input.
  let file: String
  /// Nil when lines are only checked.
  let target: CustomerWriter?

  private let bar = ProgressBar("Customers")
  private var group: [Item] = []
  private var lineOfNumber: [String: Int] = [:]
  private var good = 0
  private var added = 0
  private(set) var refused = 0

  init(file: String, target: CustomerWriter?) {
    self.file = file
    self.target = target
  }

  mutating func run(_ lines: inout LineReader) async throws {
    while let line = try lines.next() {
      if let content = content(of: line, number: lines.number) {
        group.append(Item(line: lines.number, content: content))
      }
      guard group.count == Self.groupSize else { continue }
      try await storeGroup()
      if let size = lines.size { bar.show(Double(lines.position) / Double(max(1, size))) }
    }
    try await storeGroup()
  }

  /// Tells how many lines did what; also when the run ended early, because what was stored stays.
  func finish() {
    bar.finish()
    let sums =
      target == nil
      ? ["\(good) good", "\(refused) refused"]
      : ["\(added) added", "\(good - added) updated", "\(refused) refused"]
    print(sums.joined(separator: ", "))
  }

  /// Nil for a blank line.
  private mutating func content(of line: LineReader.Line, number: Int) -> Result<CustomerEntry, CustomerLine.Refusal>? {
    guard case .bytes(let bytes) = line else {
      return .failure(.init(["line: must have at most \(LineReader.longest) bytes"]))
    }
    guard bytes.contains(where: { !" \t".utf8.contains($0) }) else { return nil }
    return Result { () throws(CustomerLine.Refusal) in
      let entry = try CustomerLine.entry(bytes)
      if let earlier = lineOfNumber.updateValue(number, forKey: entry.number) {
        throw .init(["number: is already in line \(earlier)"])
      }
      return entry
    }
  }

  private mutating func storeGroup() async throws {
    let entries = group.compactMap { try? $0.content.get() }
    var outcomes = try await target?.outcomes(of: entries).makeIterator()
    for item in group {
      switch item.content {
      case .failure(let refusal): refuse(item.line, refusal.problems)
      case .success:
        switch outcomes?.next() {
        case .refused(let conflict): refuse(item.line, ["\(conflict)"])
        case .added:
          good += 1
          added += 1
        case .updated, nil: good += 1
        }
      }
    }
    group.removeAll()
  }

  private mutating func refuse(_ line: Int, _ problems: [String]) {
    refused += 1
    bar.finish()
    let text = problems.map { "\(file):\(line): \($0)\n" }.joined()
    FileHandle.standardError.write(Data(text.utf8))
  }
}
