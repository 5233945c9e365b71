import ArgumentParser

@main
struct Frontdesk: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "frontdesk",
    abstract: "A customer-service bot server: it answers in Chinese and English and knows when to call a human.",
    discussion: """
      Start with 'frontdesk serve --demo' and open the printed address. Options come from the command line, then from
      FRONTDESK_* environment variables, then from frontdesk.yml in the working directory.
      """,
    version: "0.1.0",
    subcommands: [
      ServeCommand.self, AskCommand.self, CheckCommand.self, TrainCommand.self, EvaluateCommand.self,
      ReplayCommand.self, PolicyCommand.self, UserCommand.self,
      ImportCommand.self, ExportCommand.self, BackupCommand.self,
    ])
}
