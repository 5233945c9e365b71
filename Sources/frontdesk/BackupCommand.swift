import ArgumentParser
import ChatServer
import Database
import Foundation

/// `frontdesk backup`: a copy of the data file while the server runs.
struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copy the database into one file; the server may be running.",
    discussion: """
      The copy is the database at one moment, readable by its owner only, and is checked page by page before it gets its
      name: it is there whole or not at all. Until then it grows in TO.partial, which the next backup overwrites should
      this one be interrupted. The exit status is 0 only when the copy is good, so this is fit for a timer:

        frontdesk backup /backup/frontdesk-$(date +%F).db
        frontdesk backup --force /backup/latest.db

      To restore: stop the server, move the database aside with its -wal and -shm, copy the backup to its place, start.
      """)

  @Argument(help: ArgumentHelp("The file to make.", valueName: "to"))
  var target: String

  @Flag(help: "Replace the file when there is one already.")
  var force = false

  @OptionGroup var store: StoreOption

  func run() throws {
    BackgroundWork.yieldProcess()
    let source = try store.path()
    let bar = ProgressBar("Backup")
    defer { bar.finish() }
    let begin = ContinuousClock.now
    let size: Int
    do {
      size = try Database.backUp(source, to: target, replacing: force, progress: bar.show)
    } catch {
      bar.finish()
      throw CommandFailure(error)
    }
    bar.finish()
    let seconds = begin.duration(to: .now) / .seconds(1)
    print(String(format: "%@ holds %@: %.1f MB in %.1f s, checked.", target, source, Double(size) / 1e6, seconds))
  }
}
