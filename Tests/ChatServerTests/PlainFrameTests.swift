import ChatServer
import Testing

/// Messages of plain texts are read by a way of their own. White space leads to the other: both must say the same.
@Suite("Plain frames")
struct PlainFrameTests {
  private static let head = #""type":"message","conversation":"c1","client_message_id":"a-1""#

  @Test(
    "A frame is read or refused the same with and without white space",
    arguments: [
      #"{\#(head),"text":"what does a transfer cost"}"#, #"{\#(head),"text":"转账要多少手续费？👍🏽"}"#,
      #"{"text":"x","payload":"article:a",\#(head),"request":"r1"}"#, #"{\#(head),"text":"a \"b\" \\ \u00e9\n"}"#,
      #"{\#(head),"text":"x","text":"y"}"#, #"{\#(head),"text":"x","typing":true}"#, #"{\#(head),"text":7}"#,
      #"{\#(head),"text":""}"#, #"{\#(head)}"#, #"{\#(head),"text":"x"}}"#, #"{\#(head),"text":"x"} trailing"#,
      #"{\#(head),"text":"x",}"#, #"{\#(head),"text":"x""#, #"{\#(head),"text":"x}"#, "{\(head),\"text\":\"a\u{1}b\"}",
      #"{\#(head),"text":"x","request":"not an id"}"#, #"{\#(head),"text":"x","unknown":"y"}"#, "{}", "{", "",
      #"{"type":"ping","request":"r"}"#, #"{"type":"messages","text":"x"}"#, #"{\#(head),"text":null}"#,
    ])
  func bothWays(_ json: String) {
    expectSame(Array(json.utf8))
  }

  @Test("Bytes that are no UTF-8 are refused both ways")
  func damaged() {
    for damage: [UInt8] in [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80]] {
      let bytes = Array("{\(Self.head),\"text\":\"a".utf8) + damage + Array("\"}".utf8)
      expectSame(bytes)
      #expect(throws: FrameError.self) { try ClientFrame(decoding: bytes) }
    }
  }

  private func expectSame(_ bytes: [UInt8]) {
    let spaced = bytes.first.map { [$0, UInt8(ascii: " ")] + bytes.dropFirst() } ?? []
    #expect(outcome(bytes) == outcome(spaced))
  }

  private func outcome(_ bytes: [UInt8]) -> Result<ClientFrame, FrameError> {
    Result { () throws(FrameError) in try ClientFrame(decoding: bytes) }
  }
}
