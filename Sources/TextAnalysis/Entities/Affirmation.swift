/// Whether a short answer says yes or no, in Chinese and English.
package enum Affirmation {
  private enum Word: Sendable {
    case yes, no
    /// Agrees by itself and is a mere sound before a no: 好，不用了.
    case weakYes
    case filler
    /// Makes it neither: "not sure".
    case doubt
  }

  private static let words = PhraseTable<Word>(lists: [
    (
      """
      是|是的|是呀|是啊|是滴|对|对的|对啊|对呀|对对|没错|没有错|正确|确认|确定|可以|可以的|行|行的|行吧|当然|当然可以|没问题|要|要的|需要|同意|是这样|是这样的|就是|就是这样|\
      就是这个|对就是这个|有|有的|肯定|必须的|嗯嗯|好的呀|愿意|麻烦了|请|好啊|好呀|是我|是本人|继续|yes|yeah|yep|yup|yea|ya|yes please|sure|\
      of course|correct|that's correct|that is correct|that's right|that is right|right|exactly|\
      absolutely|definitely|certainly|indeed|affirmative|please do|go ahead|no problem|sounds good|\
      why not|i do|i am|i would|i did|it is|it does|y|yes it is|yes i do|do it|confirm|confirmed|true|\
      by all means|sure thing|you bet|totally|i agree|agreed|👍|✅|👌
      """,
      .yes
    ),
    ("好|好的|好吧|嗯|嗯嗯|哦|哦哦|噢|行行|ok|okay|k|kk|alright|all right|fine|great|good|perfect|cool|got it|👌|恩|额|okey", .weakYes),
    (
      """
      不|不是|不是的|不对|不对的|不行|不可以|不要|不要了|不用|不用了|不需要|不需要了|不必|不必了|没有|没|没有了|算了|算了吧|错|错了|不正确|不同意|不了|不好|不想|不想要|不想了|\
      不愿意|否|别|别了|当然不|当然不是|当然不要|当然不用|免了|还是算了|还是不要了|不是这个|不是我|不是本人|先不|先不用|先不用了|暂时不用|暂时不需要|暂不|不继续|不确认|没事了|no|\
      nope|nah|naw|no thanks|no thank you|no thank u|not really|not now|not yet|not this|not that one|\
      never|never mind|nevermind|negative|incorrect|wrong|that's wrong|that is wrong|that's not right|\
      that's not it|that is not right|not correct|don't|do not|please don't|please do not|i don't|\
      i do not|i'm not|i am not|i didn't|it isn't|it is not|it's not|it does not|no it isn't|n|no way|\
      no need|not needed|not necessary|false|not at all|absolutely not|of course not|definitely not|\
      certainly not|i'd rather not|i would rather not|👎|❌|don't bother|forget it
      """,
      .no
    ),
    (
      """
      的|了|吧|呀|啊|哦|呢|嘛|哈|哈哈|谢谢|谢谢你|谢谢您|多谢|感谢|那|那就|请|麻烦|麻烦你|您好|你好|这个|就|please|pls|thanks|thank you|thank u|\
      thx|ty|oh|well|um|uh|er|hmm|mm|then|sir|madam|so|very much|a lot|for now|at all|that|that's|one|it|\
      still|really|i think so|just|right now|now|today|got|friend|亲|亲爱的|帮我
      """,
      .filler
    ),
    (
      """
      不知道|不确定|不清楚|不一定|可能|也许|看情况|是不是|对不对|行不行|可不可以|好不好|要不要|有没有|不懂|不明白|not sure|i'm not sure|i am not sure|\
      not certain|maybe|perhaps|i don't know|i do not know|don't know|no idea|unsure|possibly|it depends|\
      depends|i guess|dunno|yes and no|yes or no|是还是不是|什么
      """,
      .doubt
    ),
  ])
  /// Beginnings that say yes or no whatever follows.
  private static let interjections = PhraseTable<Void>(
    "yes|yeah|yep|yup|sure|nope|nah|of course|absolutely|definitely|no thanks|no thank you")
  private static let reservations = PhraseTable<Void>("but|not now|not yet|however|但|但是|不过|可是")
  private static let questions = PhraseTable<Void>("吗|么")

  /// True for yes, false for no, nil for anything else: a question, a doubt, both, or another sentence.
  package static func of(_ text: String) -> Bool? {
    let folded = FoldedText(text)
    guard folded.count <= 200, !isQuestion(folded) else { return nil }
    var said: [Word] = []
    var index = 0
    while index < folded.count {
      if isSign(folded[index]) {
        index += 1
      } else if let (word, end) = words.match(in: folded, at: index), ends(folded, end) {
        if word == .doubt { return nil }
        said.append(word)
        index = end
      } else {
        // Another sentence: what stands before it counts when it stands apart.
        guard isApart(folded, index), !isTakenBack(folded, from: index, verdict(said)) else { return nil }
        break
      }
    }
    return verdict(said)
  }

  private static func isQuestion(_ text: FoldedText) -> Bool {
    var end = text.count
    while end > 0, text.isSpace(end - 1) { end -= 1 }
    return text[end - 1] == 0x3F || questions.end(in: text, at: end - 1) == end
  }

  /// Whether a blank or sign, the end, or another known word follows.
  private static func ends(_ text: FoldedText, _ end: Int) -> Bool {
    end >= text.count || isSign(text[end]) || words.match(in: text, at: end) != nil
  }

  private static func isSign(_ unit: UInt32) -> Bool {
    switch unit {
    case 0x30...0x39, 0x61...0x7A, 0x4E00...0x9FFF, 0x1F300...0x1FAFF, 0x2600...0x27BF: false
    default: true
    }
  }

  /// Whether a sign other than a blank stands before, or an English interjection.
  private static func isApart(_ text: FoldedText, _ index: Int) -> Bool {
    var before = index
    while before > 0, text.isSpace(before - 1) { before -= 1 }
    guard before > 0 else { return false }
    if isSign(text[before - 1]) || (before < index && text.isHan(before - 1)) { return true }
    return interjections.end(in: text, at: text.skippingSpace(0)) != nil
  }

  /// Whether the sentence behind a yes or no doubts it: "yes, but not now".
  private static func isTakenBack(_ text: FoldedText, from start: Int, _ verdict: Bool?) -> Bool {
    guard let verdict else { return true }
    return text.units.indices.dropFirst(start).contains { index in
      if case .doubt? = words.match(in: text, at: index)?.meaning { return true }
      return verdict && reservations.end(in: text, at: index) != nil
    }
  }

  private static func verdict(_ said: [Word]) -> Bool? {
    let hasYes = said.contains { if case .yes = $0 { true } else { false } }
    let hasNo = said.contains { if case .no = $0 { true } else { false } }
    if hasYes && hasNo { return nil }
    if hasNo { return false }
    return hasYes || said.contains { if case .weakYes = $0 { true } else { false } } ? true : nil
  }
}
