import Dialogue
import Training

extension Turn {
  /// The turn as the watchdog's conversation has it: what is said stays, but nobody is called and nothing is to be reviewed.
  var withoutStaff: Turn {
    var turn = self
    turn.state.phase = .bot
    turn.verdict.actions.removeAll { action in
      switch action {
      case .say: false
      case .handOff, .flag, .openTicket, .perform, .recordReason: true
      }
    }
    return turn
  }
}

extension LiveRelease {
  /// Something that the bot should know to answer at once: an article's title, or a greeting where there are no articles.
  var probeText: String {
    release.content.articles.first?.title ?? release.intent(named: "greeting")?.examples.first?.text ?? "hello"
  }
}
