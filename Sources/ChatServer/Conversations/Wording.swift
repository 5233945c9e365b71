import CRM
import Dialogue
import TextAnalysis
import Training

/// Turns what `Dialogue` decided into messages, with the words of a release.
struct Wording {
  let live: LiveRelease
  let language: Language
  /// When it is said.
  var at = Timestamp.now()

  /// The intent whose answer is the bot's first message.
  static let greetingIntent = "greeting"
  /// The intent whose answer says what the bot can do.
  static let capabilitiesIntent = "bot_capabilities"

  /// What a customer presses to go on with the bot while nobody is there.
  static let botPayload = "bot"

  /// The messages of a reply; a handoff may have two. `ticket` is one that was made because of it.
  func messages(for reply: Reply, ticket: String? = nil) -> [Message] {
    switch reply {
    case .answer(let target): [answer(target)]
    case .clarify(let targets, let time): [clarify(targets, time)]
    case .alternatives(let targets):
      [message(Phrases.alternatives(language), .clarify, replies: choices(targets))]
    case .otherwise(let targets):
      [
        message(
          Phrases.otherwise(language, hasChoices: !targets.isEmpty), .clarify,
          replies: choices(targets) + [Phrases.human(language)])
      ]
    case .unsure: [message(Phrases.unsure(language), .unsure, replies: [Phrases.human(language)])]
    case .capabilities: [capabilities()]
    case .askWhy: [message(Phrases.apology(language), .unsure, replies: Phrases.reasons(language))]
    case .thankForReason(let reason):
      [message(Phrases.thanks(language, for: reason), .unsure, replies: [Phrases.human(language)])]
    case .closed(let queue, let intent, let known): closed(queue, intent: intent, ticket: ticket ?? known)
    case .closedNotice: [message(Phrases.closedNotice(language, hours: hours, opening: opening), .notice)]
    case .welcomeBack: [message(Phrases.welcomeBack(language), .notice)]
    case .handoff(let queue, let intent): handoff(queue, intent: intent)
    case .returned: [message(Phrases.returned(language), .notice)]
    case .contactOffer: [contactOffer(ticket)]
    case .stillWaiting(let ticket, true): [message(Phrases.stillWaiting(language, ticket: ticket), .notice)]
    case .stillWaiting(let ticket, false):
      [message(Phrases.stillClosed(language, ticket: ticket, opening: opening), .notice)]
    case .contactTaken(let ticket): [message(Phrases.contactTaken(language, ticket: ticket), .notice)]
    case .utter(let name, let slots): [utter(name, slots)]
    case .ask(let slot, let again, let slots): [ask(slot, again: again, slots)]
    case .cancelled: [message(Phrases.cancelled(language), .notice)]
    case .startedOver: [message(Phrases.startedOver(language), .notice)]
    case .resuming: [message(Phrases.resuming(language), .notice)]
    }
  }

  /// The bot's first message.
  func greeting() -> Message {
    var greeting = answer(.intent(Self.greetingIntent))
    if live.release.intent(named: Self.greetingIntent) == nil { greeting.text = Phrases.greeting(language) }
    greeting.style = .greeting
    greeting.helpful = nil
    return greeting
  }

  private func answer(_ target: Dialogue.Target) -> Message {
    switch target {
    case .intent(let name): answer(intent: name)
    case .article(let id): answer(article: id)
    }
  }

  private func answer(intent name: String) -> Message {
    let intent = live.release.intent(named: name)
    if let response = intent?.response[language] {
      let replies = response.buttons.map { QuickReply(title: $0.title, payload: buttonPayload($0.payload)) }
      return message(response.text, .answer, replies: replies)
    }
    if let article = intent?.article { return answer(article: article) }
    return message(
      "\(live.title(of: .intent(name), language)): \(Phrases.noText(language))", .answer,
      replies: [Phrases.human(language)])
  }

  private func answer(article id: String) -> Message {
    guard let article = live.release.article(id, language) else {
      return message(Phrases.noText(language), .unsure, replies: [Phrases.human(language)])
    }
    let related = article.see.compactMap { id in
      live.release.title(ofArticle: id, language).map { QuickReply(title: $0, payload: "article:\(id)") }
    }
    var message = message(article.answer, .answer, replies: related)
    message.article = ArticleMention(id: article.id, title: article.title)
    message.helpful = true
    return message
  }

  private func clarify(_ targets: [Dialogue.Target], _ time: Int) -> Message {
    message(
      Phrases.clarify(language, time: time), .clarify, replies: choices(targets) + [Phrases.noneOfThese(language)])
  }

  private func choices(_ targets: [Dialogue.Target]) -> [QuickReply] {
    targets.map { QuickReply(title: live.title(of: $0, language), payload: Self.payload(of: $0)) }
  }

  /// Not understood again: other words than before, and what the release says it can do.
  private func capabilities() -> Message {
    let response = live.release.intent(named: Self.capabilitiesIntent)?.response[language]
    let replies = response?.buttons.map { QuickReply(title: $0.title, payload: buttonPayload($0.payload)) } ?? []
    let text = [Phrases.stillUnsure(language), response?.text].compactMap { $0 }.joined(separator: "\n\n")
    return message(text, .unsure, replies: replies + [Phrases.human(language)])
  }

  private func handoff(_ queue: HandoffQueue, intent name: String?) -> [Message] {
    let response = name.flatMap { live.release.intent(named: $0)?.response[language] }
    let notice = message(Phrases.handoff(language, queue: queue), .notice)
    return [response.map { message($0.text, .answer) }, notice].compactMap { $0 }
  }

  /// Nobody is there: when people answer, and where to leave contact details.
  private func closed(_ queue: HandoffQueue, intent name: String?, ticket: String?) -> [Message] {
    let response = name.flatMap { live.release.intent(named: $0)?.response[language] }
    var offer = message(
      Phrases.closed(language, ticket: ticket, hours: hours, opening: opening), .contact)
    offer.ticket = ticket
    offer.quickReplies = ticket == nil ? nil : [Phrases.bot(language)]
    return [response.map { message($0.text, .answer) }, offer].compactMap { $0 }
  }

  private var hoursText: HoursText { HoursText(policy: live.release.content.policy, language: language) }

  private var hours: String? { hoursText.week }

  /// When people answer again; nil when nobody knows.
  private var opening: String? { live.localTime(at: at).flatMap(hoursText.opening) }

  private func contactOffer(_ ticket: String?) -> Message {
    var offer = message(Phrases.contactOffer(language, ticket: ticket ?? ""), .contact)
    offer.ticket = ticket
    return offer
  }

  private func message(_ text: String, _ style: Message.Style, replies: [QuickReply] = []) -> Message {
    var message = Message(from: .bot, text: text)
    message.style = style
    message.quickReplies = replies.isEmpty ? nil : replies
    return message
  }

  /// Rasa's `/intent` as a payload of the protocol.
  private func buttonPayload(_ button: String) -> String {
    button.hasPrefix("/") ? "intent:\(button.dropFirst())" : button
  }

  // MARK: Flows

  /// What a flow says, with the values of its slots in place of their names in braces.
  private func utter(_ name: String, _ slots: [String: SlotValue]) -> Message {
    guard let response = live.release.response(named: name, language) else {
      return message(Phrases.noText(language), .unsure, replies: [Phrases.human(language)])
    }
    var text = response.text
    for (slot, value) in slots where text.contains("{\(slot)}") {
      // An hour is called as it was said, and not as the button that offers it.
      let isTime = live.release.flows.slots[slot]?.kind == .time
      text = text.replacing("{\(slot)}", with: isTime ? value.description : title(of: value, in: slot))
    }
    var replies = response.buttons.map { QuickReply(title: $0.title, payload: buttonPayload($0.payload)) }
    if name == DialogueState.identifyOffer, let slot = live.release.flows.slots[DialogueState.acceptSlot] {
      replies += offered(for: slot, slots)
    }
    return message(text, .answer, replies: replies)
  }

  private func ask(_ slot: String, again: Bool, _ slots: [String: SlotValue]) -> Message {
    let second = "utter_ask_again_\(slot)"
    let hasSecond = again && live.release.response(named: second, language) != nil
    var question = utter(hasSecond ? second : "utter_ask_\(slot)", slots)
    if again, !hasSecond { question.text = Phrases.again(language) + question.text }
    let values = live.release.flows.slots[slot].map { offered(for: $0, slots) } ?? []
    question.quickReplies = (question.quickReplies ?? []) + values
    if question.quickReplies?.isEmpty == true { question.quickReplies = nil }
    return question
  }

  /// Values to press, for slots of which there are few.
  private func offered(for slot: Slot, _ slots: [String: SlotValue]) -> [QuickReply] {
    switch slot.kind {
    case .yesNo:
      return [true, false].map { QuickReply(title: Phrases.yesNo(language, $0), payload: "slot:\($0)") }
    case .choice, .code, .time, .product:
      return slot.choices.map {
        QuickReply(title: title(of: .text($0.value), in: slot.name), payload: "slot:\($0.value)")
      }
    default:
      let values = slots[ErrandWork.choices(of: slot.name)]?.description.split(separator: " ") ?? []
      return values.prefix(3).map { QuickReply(title: String($0), payload: "slot:\($0)") }
    }
  }

  /// What a customer reads for a value.
  func title(of value: SlotValue, in slot: String) -> String {
    let titles = live.release.content.flows.titles[slot]?[value.description]
    let isProduct = live.release.flows.slots[slot]?.kind == .product
    let product = isProduct ? live.release.title(ofProduct: value.description, language) : nil
    return product ?? titles?[language] ?? value.description
  }

  static func payload(of target: Dialogue.Target) -> String {
    switch target {
    case .intent(let name): "intent:\(name)"
    case .article(let id): "article:\(id)"
    }
  }

  /// The choice that a payload stands for.
  /// - Throws: `WireError` 101 when there is no such intent or article.
  static func choice(payload: String, in live: LiveRelease) throws(WireError) -> Choice {
    switch payload {
    case "human": return .human
    case "none": return .noneOfThese
    default: break
    }
    let parts = payload.split(separator: ":", maxSplits: 1).map(String.init)
    if parts.count == 2, parts[0] == "intent", let intent = live.release.intent(named: parts[1]) {
      return .target(.intent(parts[1]), escalation: intent.escalation.map(LiveRelease.queue))
    }
    if parts.count == 2, parts[0] == "why", let reason = UnhelpfulReason(rawValue: parts[1]) { return .why(reason) }
    if parts.count == 2, parts[0] == "slot" { return .slot(parts[1]) }
    if parts.count == 2, parts[0] == "article", live.release.article(parts[1], .english) != nil {
      return .target(.article(parts[1]), escalation: nil)
    }
    throw WireError(.badField, "payload: there is no such intent or article")
  }
}
