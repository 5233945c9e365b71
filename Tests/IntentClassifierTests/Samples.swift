import IntentClassifier
import TextAnalysis

/// A small bilingual set made from patterns: enough to fit, small enough to be quick.
enum Samples {
  private static let patterns: [(intent: String, subjects: [String], questions: [String])] = [
    (
      "card_lost", ["card", "debit card", "heron card"],
      ["i lost my X", "my X was stolen", "X is gone what now", "cannot find my X anywhere"]
    ),
    (
      "refund_status", ["refund", "money back", "repayment"],
      ["where is my X", "when will the X arrive", "X still not here", "how long does a X take"]
    ),
    (
      "points_balance", ["points", "reward points", "bonus points"],
      ["how many X do i have", "show my X", "check X balance", "X left on my account"]
    ),
    ("card_lost", ["银行卡", "卡", "鹭卡"], ["我的X丢了", "X被偷了怎么办", "X找不到了", "X不见了要挂失"]),
    ("refund_status", ["退款", "退的钱", "退货款"], ["X什么时候到账", "X怎么还没到", "查一下X进度", "X多久能收到"]),
    ("points_balance", ["积分", "会员积分", "奖励积分"], ["我有多少X", "查X余额", "X还剩多少", "看看我的X"]),
  ]

  static func examples(_ analyzer: Analyzer) -> [IntentExample] {
    patterns.flatMap { pattern in
      pattern.subjects.flatMap { subject in
        pattern.questions.map { question in
          let text = question.split(separator: "X", omittingEmptySubsequences: false).joined(separator: subject)
          return IntentExample(text: analyzer.analyzed(text), intent: pattern.intent)
        }
      }
    }
  }

  static func outOfScope(_ analyzer: Analyzer) -> [IntentExample] {
    ["tell me a joke", "what is the weather", "who won the match", "sing a song", "讲个笑话", "今天天气如何", "谁赢了比赛", "唱首歌吧"]
      .map { IntentExample(text: analyzer.analyzed($0), intent: "none") }
  }
}
