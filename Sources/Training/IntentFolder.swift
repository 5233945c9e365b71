import Foundation

/// All the intent files of a folder, or a single one.
enum IntentFolder {
  static func files(in location: URL, problems: inout [ContentProblem]) -> [IntentFile] {
    let path = location.relativePath
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: location.path, isDirectory: &isFolder) else {
      problems.append(ContentProblem(file: path, line: 0, message: "there is no such file or folder"))
      return []
    }
    let urls = isFolder.boolValue ? SourceFile.files(in: location, endings: ["yml", "yaml"]) ?? [] : [location]
    if isFolder.boolValue { SourceFile.noteStrangers(in: location, endings: ["yml", "yaml"], problems: &problems) }
    if urls.isEmpty { problems.append(ContentProblem(file: path, line: 0, message: "has no .yml or .yaml file")) }
    return urls.compactMap { url in
      SourceFile(url, problems: &problems).map { IntentFile($0, problems: &problems) }
    }
  }

  /// The intents of all files with their responses; the second of a name is noted and left out.
  static func intents(in files: [IntentFile], problems: inout [ContentProblem]) -> [Intent] {
    if let file = files.first, files.allSatisfy({ $0.isFaultless && $0.intents.isEmpty }) {
      problems.append(ContentProblem(file: file.path, line: 0, message: "there are no intents at all"))
    }
    var intents: [Intent] = []
    var places: [String: (index: Int, file: String, line: Int)] = [:]
    for file in files {
      for entry in file.intents {
        let name = entry.intent.name
        if let first = places[name] {
          let message = "intent \(name) is already in \(first.file):\(first.line)"
          problems.append(ContentProblem(file: file.path, line: entry.line, message: message))
        } else {
          places[name] = (intents.count, file.path, entry.line)
          intents.append(entry.intent)
        }
      }
    }
    for file in files {
      for entry in file.responses {
        guard let index = places[entry.intent]?.index else { continue }
        if intents[index].response.isEmpty {
          intents[index].response = entry.response
        } else {
          let message = "utter_\(entry.intent) is already in another file"
          problems.append(ContentProblem(file: file.path, line: entry.line, message: message))
        }
      }
    }
    return intents
  }
}
