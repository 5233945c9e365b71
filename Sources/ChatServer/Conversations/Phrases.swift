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
      language, zh: "抱歉没有帮到您。您可以换个说法再问，或者让人工客服来帮您。",
      en: "Sorry that this did not help. You can put it another way, or talk to a person.")
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

  static func noneOfThese(_ language: Language) -> QuickReply {
    QuickReply(title: pick(language, zh: "都不是", en: "None of these"), payload: "none")
  }
}
