import Glibc

/// How many files and sockets the process may have open at once.
enum DescriptorLimit {
  /// libwebsockets 4.1.6 walks a table of the limit's size for each connection that comes or goes, so it is raised no further.
  private static let most: rlim_t = 65_536
  /// What connections leave for the database and the system's libraries: libdispatch ends the process when it cannot open a file.
  private static let reserve = 128

  /// Raises the limit for this process and gives the first descriptor that no connection may have. The usual 1,024 of a shell or
  /// a service would refuse the thousandth customer.
  static func raise() -> Int {
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    getrlimit(resource, &limit)
    let raised = rlimit(rlim_cur: min(limit.rlim_max, most), rlim_max: limit.rlim_max)
    withUnsafePointer(to: raised) { if setrlimit(resource, $0) == 0 { limit = raised } }
    let all = Int(clamping: limit.rlim_cur)
    return max(all - reserve, all / 2)
  }
}
