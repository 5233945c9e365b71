import Testing
import TextAnalysis

struct AffirmationTests {
  private static let yes = [
    "好的", "好", "嗯", "嗯嗯", "是", "是的", "对", "对的", "没错", "可以", "行", "当然",
    "没问题", "好的，谢谢", "是的，谢谢你", "确认", "需要", "要", "是的，我要退货",
    "对，就是这个", "yes", "Yes!", "yes please", "yeah", "yep", "sure", "sure, go ahead", "ok",
    "OK thanks", "of course", "that's right", "correct", "y", "no problem", "yes I would like to return it",
    "👍", "好👌", "yes, cancel it", "是的，取消吧",
  ]
  private static let no = [
    "不用了", "不用了，谢谢", "不是", "不要", "不行", "不对", "算了", "不需要", "没有",
    "不", "好的，不用了", "嗯，不是", "不是的", "别", "no", "nope", "no thanks",
    "No, thank you.", "not really", "not now", "nah", "wrong", "n", "no way", "never mind", "don't",
    "no, I meant A1030", "okay no", "👎", "不，是A1030", "当然不",
  ]
  private static let neither = [
    "取消", "是不是", "不知道", "不确定", "可以退吗", "好吗", "好久没到",
    "什么时候到", "不是我的卡", "不是我要的那个", "not sure", "maybe", "I don't know",
    "no one answered me", "right now", "no idea", "yes or no", "is it?", "我想退货", "where is my order",
    "yes, but not now", "没事", "不太好", "不好意思", "好不好",
  ]

  @Test(arguments: yes) func aYesIsYes(_ text: String) { #expect(Affirmation.of(text) == true) }

  @Test(arguments: no) func aNoIsNo(_ text: String) { #expect(Affirmation.of(text) == false) }

  @Test(arguments: neither) func questionsDoubtsAndOtherSentencesAreNeither(_ text: String) {
    #expect(Affirmation.of(text) == nil)
  }
}
