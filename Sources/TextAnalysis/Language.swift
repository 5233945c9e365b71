/// The languages that Frontdesk answers in. The raw value is the code used in content, on the wire and in the store.
package enum Language: String, Sendable, Codable, CaseIterable {
  case chinese = "zh"
  case english = "en"
}
