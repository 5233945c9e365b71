import Foundation

/// Keeps some of the files that the process may open from being taken by sockets: the store needs a few at any time, and
/// libdispatch ends the process when it cannot open one for itself.
enum FileReserve {
  private static let files: rlim_t = 64

  /// Runs what makes a context for sockets under a lower limit. libwebsockets reads the limit then, once, and closes every
  /// newcomer whose number is above it.
  static func held<Result>(during body: () -> Result) -> Result {
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0 else { return body() }
    var lower = limit
    lower.rlim_cur -= min(files, limit.rlim_cur / 2)
    setrlimit(resource, &lower)
    defer { setrlimit(resource, &limit) }
    return body()
  }
}
