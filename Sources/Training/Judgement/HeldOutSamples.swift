import FAQIndex
import IntentClassifier
import TextAnalysis

/// The sentences of the content as a judge meets them: found by a classifier and an index without them and their like.
struct HeldOutSamples {
  let files: Content
  let examples: [IntentExample]
  let fit: IntentModel.Fit
  let analyzer: Analyzer

  private static let limit = 5
  /// More sentences say nothing new and take time.
  private static let most = 2_500

  func all() -> [JudgeFit.Sample] {
    let intents = Dictionary(files.topics.map { ($0.name, $0) }) { first, _ in first }
    let briefs = fit.model.intents.map { IntentBrief(name: $0, intent: intents[$0]) }
    let places = briefs.topicPlaces
    let stride = max(1, fit.heldOut.count / Self.most)
    return Dictionary(grouping: fit.heldOut, by: \.fold).sorted { $0.key < $1.key }.flatMap { _, heldOut in
      let index = index(without: Set(heldOut.map { examples[$0.example].text.original }))
      return heldOut.enumerated().filter { $0.offset % stride == 0 }.map { _, heldOut in
        sample(heldOut, index, briefs, places, article: intents[examples[heldOut.example].intent]?.article)
      }
    }
  }

  private func index(without texts: Set<String>) -> FAQIndex {
    let documents = files.articles.map { article in
      var document = FAQDocument(article)
      document.questions.removeAll { texts.contains($0) }
      return document
    }
    return FAQIndex(documents: documents, phrases: files.wording.phrases(analyzer: analyzer), analyzer: analyzer)
  }

  private func sample(
    _ heldOut: HeldOutPrediction, _ index: FAQIndex, _ briefs: [IntentBrief], _ places: [String: Int],
    article: String?
  ) -> JudgeFit.Sample {
    let example = examples[heldOut.example]
    let prediction = IntentPrediction(
      candidates: Array(heldOut.prediction.candidates.prefix(Self.limit)), outOfScope: heldOut.prediction.outOfScope)
    let evidence = Evidence(
      prediction, index.hits(for: example.text, limit: Self.limit, once: true), topics: places, briefs: briefs,
      length: example.text.tokens.count)
    let right = evidence.topics.map { topic in
      topic.place.map { briefs[$0].name == example.intent } ?? false || (article != nil && topic.article == article)
    }
    return JudgeFit.Sample(evidence: evidence, language: example.text.language, right: right)
  }
}
