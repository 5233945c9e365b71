package import CRM
package import Dialogue
import Foundation
package import Training

extension LiveRelease {
  /// The day and the time of day where the business is.
  package func localTime(at moment: Timestamp) -> LocalTime? {
    release.content.policy.localTime(milliseconds: moment.milliseconds)
  }

  /// What a customer of this tier finds at a moment.
  package func situation(channel: String = Self.channel, tier: String?, at moment: Timestamp) -> Situation {
    let policy = release.content.policy
    guard let time = localTime(at: moment) else { return Situation(channel: channel, tier: tier) }
    return Situation(
      channel: channel, tier: tier, isOpen: policy.hours.isOpen(at: time),
      isOpenForUrgent: policy.urgentHours.isOpen(at: time), isHoliday: policy.hours.isHoliday(time.date))
  }

  /// What decisions about a customer are made in.
  func scene(isIdentified: Bool, _ situation: Situation, canSendCodes: Bool = false) -> Scene {
    Scene(
      flows: release.flows, isIdentified: isIdentified, canSendCodes: canSendCodes,
      policy: release.content.policy.policy, situation: situation)
  }

  func scene(for record: ConversationRecord, at moment: Timestamp) -> Scene {
    scene(isIdentified: record.isIdentified, situation(tier: record.tier, at: moment))
  }

  /// Where customers write from: the widget is all that is connected.
  package static let channel = "widget"
}
