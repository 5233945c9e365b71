import ArgumentParser
import CRM
import Database
import Foundation

struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Read what another system knows into the database.",
    subcommands: [CustomersCommand.self])
}

/// `frontdesk import customers`: customers with their membership and orders from JSON Lines.
struct CustomersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "customers",
    abstract: "Add or change customers, their membership and their orders, one customer a line.",
    discussion: """
      The server may be running; it sees each change at once. A line is one JSON object:

        {"number":"C100042","name":"Mei Lin","email":"mei@mail.example","phone":"+86 199 0000 0042","language":"zh",
         "membership":{"level":"gold","points":8640,"growth":15320},
         "orders":[{"number":"A20431","title":"Desk lamp","status":"shipped","amount":18900,"currency":"CNY",
                    "placed_at":"2026-11-18T09:30:00Z"}]}

      Only the number must be there: it says which customer is meant. A field that is left out stays as it is stored, null
      removes it. Orders are added or changed by their number; others stay. language is zh or en; level is blue, silver, \
      gold or platinum; amount is in fen or cents; status is placed, paid, shipped, delivered, cancelled, returned, \
      refunded or a word of your own.

      Everything wrong with a line is told as FILE:LINE: field: message, and nothing of that line is stored; the others \
      are. The exit status is 1 when a line was refused. The same file may be imported again.

        frontdesk import customers --check customers.jsonl
        frontdesk import customers customers.jsonl
        crm-dump | frontdesk import customers -
      """)

  @Argument(help: ArgumentHelp("JSON Lines in UTF-8; '-' is standard input.", valueName: "file"))
  var file: String

  @Flag(help: "Only say what is wrong with the lines; the database is not touched.")
  var check = false

  @OptionGroup var store: StoreOption

  func run() async throws {
    let refused: Int
    do {
      var lines = try LineReader(path: file)
      let target = check ? nil : CustomerWriter(database: try store.open(creating: true))
      var work = CustomerImport(file: lines.name, target: target)
      defer { work.finish() }
      try await work.run(&lines)
      refused = work.refused
    } catch {
      throw CommandFailure(error)
    }
    guard refused == 0 else { throw ExitCode.failure }
  }
}
