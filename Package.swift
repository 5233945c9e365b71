// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func library(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
  name: "frontdesk",
  products: [.executable(name: "frontdesk", targets: ["frontdesk"])],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
  ],
  targets: [
    .systemLibrary(name: "CLibWebSockets", pkgConfig: "libwebsockets", providers: [.apt(["libwebsockets-dev"])]),
    .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "COpenCC", pkgConfig: "opencc", providers: [.apt(["libopencc-dev"])]),
    .systemLibrary(name: "CStemmer", providers: [.apt(["libstemmer-dev"])]),

    library("WebServer", ["CLibWebSockets", "CZlib", .product(name: "Logging", package: "swift-log")]),
    library(
      "Database",
      [
        .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
        .product(name: "CoreMetrics", package: "swift-metrics"),
      ]),
    library("TextAnalysis", ["CStemmer", "COpenCC"]),
    // Optimised in debug builds too: fitting is all vectors, which would take a hundred times as long.
    .target(
      name: "IntentClassifier", dependencies: ["TextAnalysis"],
      swiftSettings: settings + [.unsafeFlags(["-O"], .when(configuration: .debug))]),
    // Optimised for the same reason.
    .target(
      name: "SentimentClassifier", dependencies: ["TextAnalysis"],
      swiftSettings: settings + [.unsafeFlags(["-O"], .when(configuration: .debug))]),
    library("FAQIndex", ["TextAnalysis"]),
    library("Dialogue", []),
    library("CRM", ["Database", "COpenSSL"]),
    library(
      "Training",
      [
        "TextAnalysis", "IntentClassifier", "SentimentClassifier", "FAQIndex", "Dialogue",
        .product(name: "Yams", package: "Yams"),
      ]),
    library(
      "ChatServer",
      [
        "WebServer", "Database", "CRM", "Dialogue", "Training", "TextAnalysis", "IntentClassifier", "FAQIndex",
        "SentimentClassifier", "WebAssets", .product(name: "Logging", package: "swift-log"),
        .product(name: "CoreMetrics", package: "swift-metrics"),
      ]),
    library(
      "WebAssets", [],
      resources: [.copy("widget"), .copy("console"), .copy("review"), .copy("shared"), .copy("demo")]),
    .executableTarget(
      name: "frontdesk",
      dependencies: [
        "ChatServer", "CRM", "Database", "Training", "TextAnalysis", "IntentClassifier", "SentimentClassifier",
        "FAQIndex", "Dialogue", "WebServer", "WebAssets",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Yams", package: "Yams"), .product(name: "Logging", package: "swift-log"),
        .product(name: "CoreMetrics", package: "swift-metrics"),
      ],
      swiftSettings: settings),

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    tests("ServerTests", ["frontdesk", "TestSupport", "CRM", "Database"]),
    tests("WebServerTests", ["WebServer", "TestSupport", .product(name: "Logging", package: "swift-log")]),
    tests(
      "ChatServerTests",
      [
        "ChatServer", "CRM", "Database", "WebServer", .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "Logging", package: "swift-log"),
      ]),
    tests("DatabaseTests", ["Database", .product(name: "GRDB", package: "GRDB.swift")]),
    tests("CRMTests", ["CRM", "Database"]),
    tests("DialogueTests", ["Dialogue"]),
    tests("frontdeskTests", ["frontdesk", "CRM", "Database"]),
    tests("TextAnalysisTests", ["TextAnalysis"]),
    tests("IntentClassifierTests", ["IntentClassifier", "TextAnalysis"]),
    tests("FAQIndexTests", ["FAQIndex", "TextAnalysis"]),
    tests(
      "TrainingTests", ["Training", "Dialogue", "TextAnalysis", "IntentClassifier", "SentimentClassifier", "FAQIndex"]),
  ],
  swiftLanguageModes: [.v6]
)
