import FAQIndex
import TextAnalysis

/// Articles and questions made of few words, so that many share some. The same seed makes the same.
struct RandomArticles {
  private var state: UInt64
  private(set) var versions: [String: FAQDocument] = [:]

  init(seed: UInt64) { state = seed }

  /// SplitMix64.
  mutating func number(below limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var hash = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((hash ^ (hash >> 31)) % UInt64(limit))
  }

  private static let han = Array("退款多久到账怎么申请银行卡丢了密码忘如何修改手机号为什么不能登录的吗积分")
  private static let words =
    "refund card lost how do i change password phone when does account transfer fee money arrive points expire"
    .split(separator: " ")

  mutating func text(_ language: Language) -> String {
    let count = 1 + number(below: 12)
    switch language {
    case .chinese: return String((0..<count).map { _ in Self.han[number(below: Self.han.count)] })
    case .english:
      return (0..<count).map { _ in String(Self.words[number(below: Self.words.count)]) }.joined(separator: " ")
    }
  }

  /// A new version of one of so many articles.
  mutating func article(of count: Int) -> FAQDocument {
    let language: Language = number(below: 2) == 0 ? .chinese : .english
    let version = "v\(versions.count)"
    let document = FAQDocument(
      id: "a\(number(below: count))", language: language,
      questions: (0...number(below: 3)).map { _ in text(language) },
      answer: number(below: 2) == 0 ? "" : text(language), tags: [version],
      audiences: number(below: 3) == 0 ? ["staff"] : [],
      validity: number(below: 4) == 0 ? 100..<200 : nil)
    versions[version] = document
    return document
  }
}
