/// A decimal number, exactly: `mantissa` divided by ten to the power of `places`.
struct Quantity: Equatable {
  private(set) var mantissa: Int
  private(set) var places: Int

  init(_ number: Int) {
    mantissa = number
    places = 0
  }

  /// Digits with a point somewhere; nil with more than 18 of them.
  init?(digits: some Sequence<UInt32>, places: Int = 0) {
    var value = 0
    for digit in digits {
      let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflow) = product.addingReportingOverflow(Int(digit) - 0x30)
      guard !tooLarge, !overflow, sum < 1_000_000_000_000_000_000 else { return nil }
      value = sum
    }
    mantissa = value
    self.places = places
  }

  /// Ten to the power of `exponent` times this; nil when it does not fit.
  func scaled(by exponent: Int) -> Quantity? {
    var result = self
    result.places -= exponent
    while result.places < 0 {
      let (product, overflow) = result.mantissa.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      result.mantissa = product
      result.places += 1
    }
    return result
  }

  func adding(_ other: Quantity) -> Quantity? {
    let common = max(places, other.places)
    guard let left = scaled(by: common), let right = other.scaled(by: common) else { return nil }
    let (sum, overflow) = left.mantissa.addingReportingOverflow(right.mantissa)
    guard !overflow else { return nil }
    var result = Quantity(sum)
    result.places = common
    return result
  }

  /// The number when it is whole.
  var whole: Int? {
    let text = text()
    return text.contains(".") ? nil : Int(text)
  }

  /// With a point and at least so many places; zeros at the end beyond them are left out.
  func text(places least: Int = 0) -> String {
    var digits = Array(String(mantissa).utf8)
    let fraction = max(places, 0)
    if digits.count <= fraction { digits = Array(repeating: 0x30, count: fraction + 1 - digits.count) + digits }
    var tail = Array(digits.suffix(fraction))
    while tail.count > least, tail.last == 0x30 { tail.removeLast() }
    while tail.count < least { tail.append(0x30) }
    let head = String(decoding: digits.dropLast(fraction), as: UTF8.self)
    return tail.isEmpty ? head : head + "." + String(decoding: tail, as: UTF8.self)
  }
}
