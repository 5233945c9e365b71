extension FoldedText {
  private static let variants: [UInt32: UInt32] = {
    let traditional = "萬億號後週點個兩貳陸參圓塊錢碼驗證訂單內幣歐鎊禮對錯嗎沒謝這電話機動態設為爲換過還開頭餘額匯銀帳幾問題絕應該當認識時間嘍東裡號於貝會無"
    let simplified = "万亿号后周点个两贰陆叁圆块钱码验证订单内币欧镑礼对错吗没谢这电话机动态设为为换过还开头余额汇银账几问题绝应该当认识时间喽东里号于贝会无"
    return Dictionary(
      zip(traditional.unicodeScalars.map(\.value), simplified.unicodeScalars.map(\.value)),
      uniquingKeysWith: { first, _ in first })
  }()

  /// The one form of a character; nil for one that cannot be seen.
  static func folded(_ value: UInt32) -> UInt32? {
    switch value {
    case 0x41...0x5A: value + 32
    case 0x21...0x7E: value
    case 0x20, 0x09, 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: blank
    case 0x0A...0x0D, 0x85, 0x2028, 0x2029: lineEnd
    case 0x00...0x1F, 0x7F...0x9F, 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFE00...0xFE0F, 0xFEFF: nil
    case 0x4E00...0x9FFF: variants[value] ?? value
    case 0xFF0C: value
    case 0xFF21...0xFF3A: value - 0xFEE0 + 32
    case 0xFF01...0xFF5E: value - 0xFEE0
    default: sign(value)
    }
  }

  /// Digits of other scripts, and signs with several forms.
  private static func sign(_ value: UInt32) -> UInt32 {
    switch value {
    case 0x0660...0x0669: value - 0x0660 + 0x30
    case 0x06F0...0x06F9: value - 0x06F0 + 0x30
    case 0x1D7CE...0x1D7FF: (value - 0x1D7CE) % 10 + 0x30
    case 0x2010...0x2013, 0x2212: 0x2D
    case 0x2018, 0x2019, 0x02BC: 0x27
    case 0x201C, 0x201D: 0x22
    case 0xFFE5: 0xA5
    default: value
    }
  }
}
