import Foundation

/// What the system says of this process (`proc(5)`, `getrusage(2)`).
struct ProcessFigures {
  /// Resident memory in bytes.
  let residentBytes: Int
  /// Seconds of processor time since the start, in user and system together.
  let processorSeconds: Double
  let openFiles: Int
  /// How many files the process may have open.
  let maxFiles: Int

  static func now() -> ProcessFigures {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?
      .split(separator: " ").dropFirst().first.flatMap { Int($0) }
    let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
    return ProcessFigures(
      residentBytes: (pages ?? 0) * sysconf(Int32(_SC_PAGESIZE)),
      processorSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime),
      // The folder itself was open while it was read.
      openFiles: max(0, (files?.count ?? 0) - 1), maxFiles: Int(clamping: limit.rlim_cur))
  }

  private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

  func write(into text: inout PrometheusText) {
    text.single(
      "process_resident_memory_bytes", .gauge, help: "Resident memory of the process.", Double(residentBytes))
    text.single(
      "process_cpu_seconds_total", .counter, help: "Processor time of the process, user and system.",
      processorSeconds)
    text.single("process_open_fds", .gauge, help: "Files and sockets that are open.", Double(openFiles))
    text.single("process_max_fds", .gauge, help: "Files and sockets that may be open.", Double(maxFiles))
  }
}
