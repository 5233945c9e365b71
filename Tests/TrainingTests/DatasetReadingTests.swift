import Foundation
import Testing
import Training

@Suite struct DatasetReadingTests {
  private func rows(_ text: String, _ name: String) throws -> [LabelledRow] {
    let folder = try TemporaryFolder([name: text])
    return try LabelledRow.read([folder.url.appending(path: name)])
  }

  private func problems(_ text: String, _ name: String) throws -> [String] {
    let folder = try TemporaryFolder([name: text])
    let problems = ContentError.thrown { try LabelledRow.read([folder.url.appending(path: name)]) } ?? []
    return problems.map { $0.replacingOccurrences(of: folder.url.path + "/", with: "") }
  }

  @Test("JSON Lines give rows, blank lines and further keys apart")
  func jsonLines() throws {
    let rows = try rows(
      "{\"text\": \"hi\", \"intent\": \"greet\"}\n\n{\"intent\": \"bye\", \"text\": \"再见\", \"x\": 1}\n", "a.jsonl")
    #expect(rows.map(\.text) == ["hi", "再见"])
    #expect(rows.map(\.intent) == ["greet", "bye"])
    #expect(rows.map(\.line) == [1, 3])
  }

  @Test("Bad rows of JSON Lines are all reported with their lines")
  func badJSONLines() throws {
    let shape = "must be {\"text\": \"…\", \"intent\": \"…\"}"
    let text = """
      {"text": "hi", "intent": "greet"}
      {"text": "hi"
      {"text": "hi"}
      {"text": 3, "intent": "greet"}
      {"text": " ", "intent": "greet"}
      [1]
      """
    #expect(
      try problems(text, "a.jsonl") == [
        "a.jsonl:2: \(shape): it is not JSON",
        "a.jsonl:3: \(shape): intent is missing",
        "a.jsonl:4: \(shape): text has the wrong type",
        "a.jsonl:5: text is empty",
        "a.jsonl:6: \(shape): it is not an object",
      ])
    #expect(try problems("", "a.jsonl") == ["a.jsonl: has no rows"])
  }

  @Test("CSV fields may be quoted, with commas, quotes and line ends in them, in any column order")
  func csv() throws {
    let rows = try rows(
      "id,intent,text\r\n1,greet,\"hi, \"\"you\"\"\"\r\n2,bye,\"see\nyou\"\r\n\r\n3,bye,再见", "a.csv")
    #expect(rows.map(\.text) == ["hi, \"you\"", "see\nyou", "再见"])
    #expect(rows.map(\.line) == [2, 3, 6])
  }

  @Test(
    "Bad CSV is reported with its line",
    arguments: [
      ("a,b\nx,y\n", "1: the first line must name the columns text,intent"),
      ("text,intent\nx\n", "2: has 1 fields, the first line has 2"),
      ("text,intent\n\"x\"y,z\n", "2: text after the closing quote of a field"),
      ("text,intent\nx\"y,z\n", "2: a quote in a field that does not begin with one"),
      ("text,intent\n\"x,z\n", "2: a quoted field is not closed"),
      ("text,intent\nx,\n", "2: intent is empty"),
    ])
  func badCSV(text: String, expected: String) throws {
    #expect(try problems(text, "a.csv") == ["a.csv:\(expected)"])
  }

  @Test("Rasa training data of any bot gives rows, whatever else it has")
  func foreignTrainingData() throws {
    let yaml = """
      version: "3.1"
      stories: []
      nlu:
      - intent: faq/ask_name
        examples: |
          - your [name](thing)?
      - synonym: name
        examples: |
          - who
      """
    #expect(try rows(yaml, "nlu.yml").map { "\($0.intent) \($0.text)" } == ["faq/ask_name your name?"])
    #expect(try problems("version: \"3.1\"\n", "nlu.yml") == ["nlu.yml: has no intents"])
  }

  @Test("A data set is content with names and examples, which may repeat")
  func datasetAsContent() throws {
    let folder = try TemporaryFolder([
      "a.jsonl":
        "{\"text\":\"hi\",\"intent\":\"B:1\"}\n{\"text\":\"yo\",\"intent\":\"a\"}\n{\"text\":\"hi\",\"intent\":\"B:1\"}"
    ])
    let content = try Content.read(intents: folder.url.appending(path: "a.jsonl"), knowledge: nil)
    #expect(content.intents.map(\.name) == ["B:1", "a"])
    #expect(content.intents.map { $0.examples.map(\.text) } == [["hi", "hi"], ["yo"]])
  }
}
