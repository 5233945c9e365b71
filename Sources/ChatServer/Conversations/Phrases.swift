import CRM
import Dialogue
import TextAnalysis

/// What the bot says of itself, in both languages.
enum Phrases {
  private static func pick(_ language: Language, zh: String, en: String) -> String {
    switch language {
    case .chinese: zh
    case .english: en
    }
  }

  static func greeting(_ language: Language) -> String {
    pick(
      language, zh: "您好，我是智能客服，可以用中文或英文提问。", en: "Hello, I am the assistant. Ask me in English or Chinese.")
  }

  /// Each `time`, from 1, in other words.
  static func clarify(_ language: Language, time: Int) -> String {
    switch time {
    case 1: pick(language, zh: "您想问的是下面哪一个？", en: "Did you mean one of these?")
    case 2: pick(language, zh: "我想确认一下，您要问的是其中哪一项？", en: "To be sure: is it one of these?")
    default: pick(language, zh: "这句我拿不准，您指的是哪一件事？", en: "I cannot tell these apart yet. Which one is it?")
    }
  }

  static func alternatives(_ language: Language) -> String {
    pick(language, zh: "或者您想问的是：", en: "Or did you mean:")
  }

  static func otherwise(_ language: Language, hasChoices: Bool) -> String {
    hasChoices
      ? pick(
        language, zh: "看来刚才的回答没有解决您的问题。您要问的是不是下面这些？也可以让人工客服来帮您。",
        en: "My answer does not seem to have helped. Is it one of these? Or talk to a person.")
      : pick(
        language, zh: "看来刚才的回答没有解决您的问题。让人工客服来帮您好吗？",
        en: "My answer does not seem to have helped. Would you like to talk to a person?")
  }

  /// After `unsure` has been said.
  static func stillUnsure(_ language: Language) -> String {
    pick(language, zh: "这句我还是没有看懂。", en: "I still do not follow, I am afraid.")
  }

  static func unsure(_ language: Language) -> String {
    pick(
      language, zh: "抱歉，我没有完全明白。您可以换个说法，或者让人工客服来帮您。",
      en: "Sorry, I am not sure I understood. You can put it another way, or talk to a person.")
  }

  static func handoff(_ language: Language, queue: Dialogue.HandoffQueue) -> String {
    switch queue {
    case .urgent:
      pick(
        language, zh: "我已为您转接人工客服，并标记为紧急，请不要离开本页面。",
        en: "I am getting a colleague for you and have marked this as urgent. Please stay on this page.")
    case .normal:
      pick(
        language, zh: "我已为您转接人工客服，请稍候，同事会在这里继续为您服务。",
        en: "I am getting a colleague for you. Please wait here; they will answer in this chat.")
    }
  }

  static func apology(_ language: Language) -> String {
    pick(
      language, zh: "抱歉没有帮到您。能告诉我们问题出在哪里吗？也可以直接转人工客服。",
      en: "Sorry that this did not help. What was wrong with it? You can also talk to a person at once.")
  }

  /// What may have been wrong with an answer.
  static func reasons(_ language: Language) -> [QuickReply] {
    UnhelpfulReason.allCases.map { reason in
      let title =
        switch reason {
        case .wrongAnswer: pick(language, zh: "答案不对", en: "The answer is wrong")
        case .notClear: pick(language, zh: "看不明白", en: "It is not clear")
        case .notMyQuestion: pick(language, zh: "不是我问的", en: "Not what I asked")
        case .wantHuman: pick(language, zh: "我要人工客服", en: "I want a person")
        }
      return QuickReply(title: title, payload: "why:\(reason.rawValue)")
    }
  }

  static func thanks(_ language: Language, for reason: UnhelpfulReason) -> String {
    switch reason {
    case .wrongAnswer:
      pick(
        language, zh: "谢谢告知，我们会核对这条回答。需要现在就得到准确答复的话，可以转人工客服。",
        en: "Thank you, we will check that answer. If you need the right one now, a person can help.")
    case .notClear:
      pick(
        language, zh: "谢谢，我们会把它写得更清楚。您可以告诉我哪一点不明白，或者转人工客服。",
        en: "Thank you, we will make it clearer. Tell me which part you mean, or talk to a person.")
    case .notMyQuestion, .wantHuman:
      pick(
        language, zh: "抱歉我理解错了。请换个说法再问一次，或者转人工客服。",
        en: "Sorry, I got that wrong. Please put it another way, or talk to a person.")
    }
  }

  // MARK: When nobody is there

  static func closed(_ language: Language, ticket: String?, hours: String?, opening: String?) -> String {
    let file = ticket.map { pick(language, zh: "我已为您登记工单 \($0)，", en: "Your request is on file as \($0): ") } ?? ""
    let ask = pick(
      language, zh: "请留下电话或邮箱，同事上班后会尽快联系您。",
      en: "\(ticket == nil ? "L" : "l")eave a phone number or an e-mail address, and a colleague will get back to you.")
    return pick(language, zh: "现在是人工客服的休息时间。", en: "Nobody is here to answer right now. ")
      + times(language, hours: hours, opening: opening) + file + ask
  }

  static func closedNotice(_ language: Language, hours: String?, opening: String?) -> String {
    let help = pick(
      language, zh: "在那之前由我来帮您；想留下联系方式或预约回电，请说“转人工”。",
      en: "Until then I will help you; say “talk to a person” to leave your contact details and be called back.")
    return pick(language, zh: "人工客服现在休息。", en: "My colleagues are not here right now. ")
      + times(language, hours: hours, opening: opening) + help
  }

  /// When people answer, and when they do again; as much of it as is known.
  private static func times(_ language: Language, hours: String?, opening: String?) -> String {
    guard let hours else { return "" }
    let back = opening.map { pick(language, zh: "，\($0) 恢复服务", en: "; people are back \($0)") } ?? ""
    return pick(language, zh: "服务时间：\(hours)\(back)。", en: "Our hours are \(hours)\(back). ")
  }

  static func stillClosed(_ language: Language, ticket: String, opening: String?) -> String {
    let back = opening.map { pick(language, zh: "\($0) 上班后", en: " \($0)") } ?? pick(language, zh: "上班后", en: " later")
    return pick(
      language, zh: "您的留言已收到。同事\(back)会继续处理工单 \(ticket)。",
      en: "We have your message. A colleague will go on with your ticket \(ticket)\(back).")
  }

  static func welcomeBack(_ language: Language) -> String {
    pick(language, zh: "智能客服已为您继续服务，还有什么可以帮您？", en: "The assistant is back. What else can I do for you?")
  }

  static func returned(_ language: Language) -> String {
    pick(
      language, zh: "接待您的同事暂时离开了，我们正在为您安排另一位同事，您排在最前面。",
      en: "The colleague who was helping you has had to leave. Another one will take over; you are first in line.")
  }

  static func contactOffer(_ language: Language, ticket: String) -> String {
    pick(
      language, zh: "抱歉让您久等，同事们都还在忙。我已为您登记工单 \(ticket)。请留下电话或邮箱，我们会尽快联系您；您也可以继续在这里等候。",
      en: """
        Sorry for the long wait, all colleagues are still busy. Your request is on file as \(ticket). Leave a phone number or \
        an e-mail address and we will get back to you; you can also go on waiting here.
        """)
  }

  static func stillWaiting(_ language: Language, ticket: String) -> String {
    pick(
      language, zh: "您的留言已收到，同事仍在忙。您的工单 \(ticket) 会继续处理。",
      en: "We have your message; all colleagues are still busy. Your ticket \(ticket) stays open.")
  }

  static func contactTaken(_ language: Language, ticket: String) -> String {
    pick(
      language, zh: "谢谢，我们会按您留下的联系方式答复工单 \(ticket)。",
      en: "Thank you. We will reach you there about ticket \(ticket).")
  }

  static func cancelled(_ language: Language) -> String {
    pick(language, zh: "好的，这件事先不办了。还有什么可以帮您？", en: "All right, I have dropped that. Is there anything else?")
  }

  static func startedOver(_ language: Language) -> String {
    pick(language, zh: "好的，我们重新开始。请问有什么可以帮您？", en: "All right, let us start again. What can I do for you?")
  }

  static func resuming(_ language: Language) -> String {
    pick(language, zh: "我们接着刚才的事。", en: "Now back to what we were doing.")
  }

  /// Before a question that is asked a second time.
  static func again(_ language: Language) -> String {
    pick(language, zh: "抱歉，我没有看懂。", en: "Sorry, I could not read that. ")
  }

  static func yesNo(_ language: Language, _ isYes: Bool) -> String {
    isYes ? pick(language, zh: "是", en: "Yes") : pick(language, zh: "否", en: "No")
  }

  static func codeSubject(_ language: Language) -> String {
    pick(language, zh: "您的验证码", en: "Your verification code")
  }

  static func codeBody(_ language: Language, code: String) -> String {
    pick(
      language,
      zh: "您的验证码是 \(code)，十分钟内有效，请在聊天窗口输入。\n\n工作人员不会向您索要验证码。如果不是您本人申请的，请忽略这封邮件。",
      en: """
        Your verification code is \(code). It is valid for ten minutes; type it into the chat.

        None of our staff will ever ask you for it. If you did not ask for this code, ignore this mail.
        """)
  }

  static func noText(_ language: Language) -> String {
    pick(language, zh: "我记下了，不过这个问题还没有现成的答案。", en: "I understand, but I have no ready answer for this yet.")
  }

  /// Who said something, in a ticket.
  static func author(_ author: CRM.Message.Author, _ language: Language) -> String {
    switch author {
    case .customer: pick(language, zh: "客户", en: "Customer")
    case .bot: pick(language, zh: "智能客服", en: "Assistant")
    case .agent: pick(language, zh: "人工客服", en: "Agent")
    }
  }

  static func colon(_ language: Language) -> String { pick(language, zh: "：", en: ": ") }

  static func human(_ language: Language) -> QuickReply {
    QuickReply(title: pick(language, zh: "转人工客服", en: "Talk to a person"), payload: "human")
  }

  static func bot(_ language: Language) -> QuickReply {
    QuickReply(title: pick(language, zh: "先问智能客服", en: "Ask the assistant meanwhile"), payload: Wording.botPayload)
  }

  static func noneOfThese(_ language: Language) -> QuickReply {
    QuickReply(title: pick(language, zh: "都不是", en: "None of these"), payload: "none")
  }
}
