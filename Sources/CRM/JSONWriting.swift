/// A value that writes itself as JSON, the same text as Foundation's encoder makes of it, in a fraction of the time.
///
/// For what is written at every turn; everything else is `Encodable` alone.
package protocol JSONWritable: Encodable {
  func write(to json: inout JSONText)
}

extension JSONWritable {
  /// The value as JSON.
  package var json: String { String(decoding: jsonBytes, as: UTF8.self) }

  /// The value as JSON in UTF-8.
  package var jsonBytes: [UInt8] {
    var json = JSONText(reserving: 2_048)
    write(to: &json)
    return json.finished()
  }
}

// Names in sorted order; a test holds each to Foundation's encoder.

extension Message: JSONWritable {
  package func write(to json: inout JSONText) { json.object { writeFields(to: &$0, kind: nil) } }

  /// The fields; with a kind those of an event's body.
  func writeFields(to json: inout JSONText, kind: String?) {
    json.field("agent", agent)
    json.field("article", article)
    json.field("client_message_id", clientMessageID)
    json.field("from", from.rawValue)
    json.field("helpful", helpful)
    json.field("kind", kind)
    json.field("payload", payload)
    json.field("quick_replies", quickReplies)
    json.field("reply_to", replyTo)
    json.field("style", style?.rawValue)
    json.field("text", text)
    json.field("ticket", ticket)
  }
}

extension AgentName: JSONWritable {
  package func write(to json: inout JSONText) {
    json.object {
      $0.field("display_name", displayName)
      $0.field("id", id)
    }
  }
}

extension ArticleMention: JSONWritable {
  package func write(to json: inout JSONText) {
    json.object {
      $0.field("id", id)
      $0.field("title", title)
    }
  }
}

extension QuickReply: JSONWritable {
  package func write(to json: inout JSONText) {
    json.object {
      $0.field("payload", payload)
      $0.field("title", title)
    }
  }
}

extension DecisionBody: JSONWritable {
  func write(to json: inout JSONText) {
    json.object {
      $0.field("answer", answer)
      $0.field("articles", articles)
      $0.field("intents", intents)
      $0.field("language", language)
      $0.field("microseconds", microseconds)
      $0.field("policy", policy)
      $0.field("rule", rule)
      $0.field("sentiment", sentiment)
      $0.field("state_after", stateAfter)
      $0.field("state_before", stateBefore)
      $0.field("text", text)
      $0.field("thresholds", thresholds)
      $0.field("tokens", tokens)
      $0.field("topics", topics)
    }
  }
}

extension Decision.Topic: JSONWritable {
  package func write(to json: inout JSONText) {
    json.object {
      $0.field("classifier", classifier)
      $0.field("confidence", confidence)
      $0.field("id", id)
      $0.field("kind", kind)
      $0.field("search", search)
      $0.field("title", title)
    }
  }
}

extension Decision.Answer: JSONWritable {
  package func write(to json: inout JSONText) {
    json.object {
      $0.field("id", id)
      $0.field("kind", kind)
      $0.field("title", title)
    }
  }
}

extension Decision.Article: JSONWritable {
  package func write(to json: inout JSONText) {
    json.object {
      $0.field("confidence", confidence)
      $0.field("id", id)
      $0.field("terms", terms)
      $0.field("title", title)
    }
  }
}

extension Decision.State: JSONWritable {
  package func write(to json: inout JSONText) {
    json.object {
      $0.field("codes", codes)
      $0.field("dialogue", dialogue)
      $0.field("identified", identified)
      $0.field("misses", misses)
      $0.field("phase", phase)
      $0.field("tier", tier)
    }
  }
}

extension Decision.Sentiment: JSONWritable {
  package func write(to json: inout JSONText) {
    json.object {
      $0.field("mood", mood)
      $0.field("value", value)
    }
  }
}

extension Decision.Thresholds: JSONWritable {
  package func write(to json: inout JSONText) {
    json.object {
      $0.field("answer", answer)
      $0.field("offer", offer)
    }
  }
}

extension HandoffPacket.Intent: JSONWritable {
  package func write(to json: inout JSONText) {
    json.object {
      $0.field("confidence", confidence)
      $0.field("name", name)
      $0.field("title", title)
    }
  }
}

extension EventBody {
  /// The body as it is stored; messages, which are most of them, without Foundation.
  package func json() throws -> [UInt8] {
    guard case .message(let message) = self else { return Array(try JSON.data(self)) }
    var json = JSONText()
    json.object { message.writeFields(to: &$0, kind: "message") }
    return json.finished()
  }
}
