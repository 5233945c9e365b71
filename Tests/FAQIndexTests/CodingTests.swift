import Foundation
import Testing
import TextAnalysis

@testable import FAQIndex

struct CodingTests {
  let analyzer: Analyzer

  init() throws { analyzer = try Analyzer() }

  private func readBack(_ index: FAQIndex) throws -> FAQIndex {
    try FAQIndex(decoding: index.encoded(), phrases: index.phrases, analyzer: analyzer)
  }

  @Test(arguments: 1...6) func anIndexReadBackFindsTheSame(seed: UInt64) throws {
    var random = RandomArticles(seed: seed)
    let index = FAQIndex(documents: (0..<60).map { _ in random.article(of: 90) }, analyzer: analyzer)
    let copy = try readBack(index)
    #expect(copy.count == index.count)
    for number in 0..<40 {
      let text = analyzer.analyzed(random.text(number % 2 == 0 ? .chinese : .english))
      let filter = FAQFilter(audience: number % 3 == 0 ? "customers" : nil, time: number % 5 == 0 ? 150 : nil)
      #expect(copy.hits(for: text, filter: filter) == index.hits(for: text, filter: filter))
    }
  }

  @Test func whatWasTakenAwayIsNotKept() throws {
    var random = RandomArticles(seed: 3)
    let documents = (0..<20).map { _ in random.article(of: 1000) }
    let index = FAQIndex(documents: documents, analyzer: analyzer)
      .updated(setting: [random.article(of: 1000)], removing: documents.prefix(5).map(\.key))
    let copy = try readBack(index)
    #expect(copy.count == index.count)
    #expect(copy.parts.map(\.segment.documents.count) == [index.count])
  }

  @Test func anEmptyIndexIsReadBackEmpty() throws {
    #expect(try readBack(FAQIndex(documents: [], analyzer: analyzer)).count == 0)
  }

  @Test func damagedBytesAreRefused() throws {
    var random = RandomArticles(seed: 5)
    let index = FAQIndex(documents: (0..<10).map { _ in random.article(of: 1000) }, analyzer: analyzer)
    let data = index.encoded()
    func error(_ data: Data) -> StoredBytesError? {
      do throws(StoredBytesError) {
        _ = try FAQIndex(decoding: data, phrases: index.phrases, analyzer: analyzer)
        return nil
      } catch { return error }
    }
    #expect(error(Data()) == .otherKind)
    for length in stride(from: 4, to: data.count, by: 37) { #expect(error(data.prefix(length)) == .damaged) }
    for place in stride(from: 8, to: data.count, by: 41) {
      var changed = data
      changed[place] ^= 1
      #expect(error(changed) == .damaged)
    }
    var newer = data
    newer[4] = 9
    #expect(error(newer) == .unknownVersion(9))
  }

  @Test("Wrong numbers with a right checksum are refused or harmless", arguments: 1...60)
  func wrongNumbers(seed: UInt64) throws {
    var random = RandomArticles(seed: seed)
    let index = FAQIndex(documents: (0..<10).map { _ in random.article(of: 1000) }, analyzer: analyzer)
    let data = index.encoded()
    for _ in 0..<20 {
      var body = Data(data.dropFirst(8).dropLast(8))
      body[random.number(below: body.count)] ^= UInt8(1 + random.number(below: 255))
      var bytes = StoredBytes(kind: "FDFI", version: FAQIndex.version)
      bytes.append(raw: body)
      guard let copy = try? FAQIndex(decoding: bytes.finished, phrases: index.phrases, analyzer: analyzer) else {
        continue
      }
      _ = copy.hits(for: analyzer.analyzed(random.text(.english)))
    }
  }
}
