import Synchronization

/// An index that is changed while it is asked: who asks takes the value of now and never waits for a change.
package final class LiveFAQIndex: Sendable {
  private let current: Mutex<FAQIndex>
  /// One change after the other; and the work in the background, nil when there is none.
  private let changes = Mutex<Task<Void, Never>?>(nil)

  package init(_ index: FAQIndex) { current = Mutex(index) }

  package var value: FAQIndex { current.withLock { $0 } }

  /// Adds, changes and takes away articles; whoever asks after this finds them so.
  package func update(setting documents: [FAQDocument], removing keys: [FAQDocumentKey] = []) {
    changes.withLock { work in
      let index = value.updated(setting: documents, removing: keys)
      current.withLock { $0 = index }
      if work == nil, index.mergeable() != nil {
        work = Task.detached(priority: .background) { self.merge() }
      }
    }
  }

  /// Returns when there is nothing to merge.
  package func settle() async {
    while let work = changes.withLock({ $0 }) { await work.value }
  }

  private func merge() {
    while let index = mergeableValue(), let range = index.mergeable() {
      let segment = Segment(merging: index.parts[range])
      changes.withLock { _ in
        guard let merged = value.replacing(index.parts[range], with: segment) else { return }
        current.withLock { $0 = merged }
      }
    }
  }

  /// The index while it has something to merge; else nil, and the work is done.
  private func mergeableValue() -> FAQIndex? {
    changes.withLock { work in
      let index = value
      if index.mergeable() != nil { return index }
      work = nil
      return nil
    }
  }
}
