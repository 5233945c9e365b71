import FAQIndex
import Foundation
import Testing
import TextAnalysis

@testable import Training

@Suite struct FAQEvaluationTests {
  private func answer(_ id: String, relevant: [String], found: [(String, Double)]) -> AnsweredQuery {
    AnsweredQuery(
      query: .init(id: id, text: "text \(id)", relevant: relevant), language: .english,
      hits: found.map { FAQHit(id: $0.0, language: .english, score: $0.1, confidence: $0.1, terms: []) },
      duration: .microseconds(5), searchDuration: .microseconds(3))
  }

  private func evaluation(_ answers: [AnsweredQuery]) -> FAQEvaluation {
    FAQEvaluation(of: answers, titles: ["x": "Title of x"], indexSeconds: 1, indexBytes: 2)
  }

  @Test("Success, reciprocal rank and gain agree with a count by hand")
  func figures() throws {
    let figures = evaluation([
      answer("1", relevant: ["a"], found: [("a", 0.9)]),
      answer("2", relevant: ["a"], found: [("x", 0.8), ("y", 0.2), ("a", 0.1)]),
      answer("3", relevant: ["a", "b"], found: [("x", 0.5), ("b", 0.4)]),
      answer("4", relevant: ["a"], found: []),
      answer("5", relevant: [], found: [("a", 0.3)]),
    ])
    #expect(figures.queries == 4)
    #expect(figures.successAt1 == 0.25 && figures.successAt3 == 0.75 && figures.successAt5 == 0.75)
    #expect(abs(figures.mrrAt10 - (1 + 1.0 / 3 + 1.0 / 2) / 4) < 1e-12)
    let third = (1 / log2(3.0)) / (1 + 1 / log2(3.0))
    #expect(abs(figures.ndcgAt10 - (1 + 1 / log2(4.0) + third) / 4) < 1e-12)
    #expect(figures.failures.map(\.id) == ["2", "3", "4"])
    #expect(figures.failures.map(\.rank) == [3, 2, nil])
    #expect(figures.failures[0].found[0] == .init(id: "x", title: "Title of x", confidence: 0.8))
    #expect(figures.perLanguage["en"]?.queries == 4)
  }

  @Test("The limit for no answer comes from validation queries")
  func noAnswer() throws {
    let validation = (1...20).map { answer("v\($0)", relevant: ["a"], found: [("a", Double($0) / 100)]) }
    let answers = [
      answer("1", relevant: ["a"], found: [("a", 0.01)]), answer("2", relevant: ["a"], found: [("a", 0.02)]),
      answer("3", relevant: [], found: [("a", 0.019)]),
    ]
    let figures = try #require(FAQEvaluation.NoAnswer(of: answers, chosenOn: validation))
    #expect(figures.threshold == 0.02)
    #expect(figures.recall == 1 && figures.answerableRejected == 0.5)
    #expect(FAQEvaluation.NoAnswer(of: answers, chosenOn: []) == nil)
  }

  @Test("The JSON has exactly the promised keys")
  func json() throws {
    let data = try JSONEncoder().encode(evaluation([answer("1", relevant: ["a"], found: [])]))
    let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(
      object.keys.sorted() == [
        "failures", "index_bytes", "index_seconds", "mrr_at_10", "ndcg_at_10", "no_answer_auroc",
        "no_answer_confidence_auroc", "per_language",
        "queries", "query_microseconds", "search_microseconds", "success_at_1", "success_at_3", "success_at_5",
      ])
    #expect(object["no_answer_auroc"] is NSNull)
  }

  @Test("Queries without an answer are told from the others; without such queries, articles are taken away")
  func separation() throws {
    let articles = [
      FAQDataset.Article(id: "lost", questions: ["I lost my card"], answer: "Freeze it."),
      FAQDataset.Article(id: "fee", questions: ["What does a transfer cost"], answer: "Nothing."),
    ]
    let lost = FAQDataset.Query(id: "1", text: "lost my card", relevant: ["lost"])
    let fee = FAQDataset.Query(id: "2", text: "transfer cost", relevant: ["fee"])
    let other = FAQDataset.Query(id: "3", text: "weather tomorrow", relevant: [])
    let evaluator = FAQEvaluator(analyzer: try Analyzer())
    for queries in [[lost, fee, other], [lost, fee]] {
      let evaluation = evaluator.evaluation(of: FAQDataset(articles: articles, queries: queries))
      #expect(evaluation.queries == 2 && evaluation.successAt1 == 1)
      #expect(evaluation.noAnswerAUROC == 1 && evaluation.noAnswerConfidenceAUROC == 1)
    }
  }

  @Test("Typing mistakes are the same for the same seed, and cost something")
  func edits() throws {
    let texts = ["退款多久到账", "推款", "How long does a refund take"]
    var first = QueryEdits(seed: 1, texts: texts)
    var second = QueryEdits(seed: 1, texts: texts)
    for text in texts {
      let language: Language = text.unicodeScalars.allSatisfy(\.isASCII) ? .english : .chinese
      let edited = first.edited(text, language)
      #expect(edited == second.edited(text, language) && abs(edited.count - text.count) <= 2)
    }
    #expect(first.edited("退", .chinese) == "推" && first.edited("久", .chinese) == "久")
    let article = FAQDataset.Article(id: "refund", questions: texts, answer: "")
    let query = FAQDataset.Query(id: "1", text: "refund", relevant: ["refund"])
    let evaluation = FAQEvaluator(analyzer: try Analyzer(), edits: 1).evaluation(
      of: FAQDataset(articles: [article], queries: [query]))
    #expect(evaluation.edited?.seed == 1 && evaluation.updateMicroseconds != nil)
  }

  @Test("Bad articles and queries are all reported with their lines")
  func badFiles() throws {
    let folder = try TemporaryFolder([
      "a.jsonl": """
      {"id": "1", "questions": ["q"], "answer": ""}
      {"id": "1", "questions": ["q"], "answer": ""}
      {"id": "2", "questions": [" "], "answer": ""}
      {"id": "3", "questions": "q", "answer": ""}
      """,
      "q.jsonl": """
      {"id": "1", "text": "q", "relevant": ["9"]}
      {"id": "2", "text": "q"}
      """,
    ])
    let problems = ContentError.thrown {
      try FAQDataset.read(
        articles: folder.url.appending(path: "a.jsonl"), queries: folder.url.appending(path: "q.jsonl"))
    }
    #expect(
      problems?.map { $0.replacingOccurrences(of: folder.url.path + "/", with: "") } == [
        "a.jsonl:2: article 1 is already on line 1",
        "a.jsonl:3: article 2 has no question",
        "a.jsonl:4: must be {\"id\": \"…\", \"questions\": [\"…\"], \"answer\": \"…\"}: questions has the wrong type",
        "q.jsonl:1: query 1: there is no article 9",
        "q.jsonl:2: must be {\"id\": \"…\", \"text\": \"…\", \"relevant\": [\"…\"]}: relevant is missing",
      ])
  }
}
