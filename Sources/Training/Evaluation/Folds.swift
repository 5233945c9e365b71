/// Deals rows into parts in which every intent has its share.
package enum Folds {
  /// Parts of about equal size; the same for the same seed. Parts that would be empty are left out.
  static func parts(of rows: [LabelledRow], count: Int, seed: UInt64) -> [[LabelledRow]] {
    var numbers = SplitMix(state: seed)
    var parts = [[LabelledRow]](repeating: [], count: max(2, count))
    var next = 0
    let byIntent = Dictionary(grouping: rows, by: \.intent)
    for intent in byIntent.keys.sorted() {
      for row in byIntent[intent, default: []].shuffled(using: &numbers) {
        parts[next % parts.count].append(row)
        next += 1
      }
    }
    return parts.filter { !$0.isEmpty }
  }

  /// The first rows of each intent, in their order.
  package static func shots(_ count: Int, of rows: [LabelledRow]) -> [LabelledRow] {
    var seen: [String: Int] = [:]
    return rows.filter { row in
      seen[row.intent, default: 0] += 1
      return seen[row.intent, default: 0] <= count
    }
  }
}
