/// What the demo's mall sells.
enum DemoShop {
  struct Item {
    let chinese: String
    let english: String
    /// In fen.
    let price: Int64

    func title(_ language: String) -> String { language == "zh" ? chinese : english }
  }

  static let items = [
    Item(chinese: "无线降噪耳机", english: "Noise-cancelling headphones", price: 69_900),
    Item(chinese: "便携充电宝 20000mAh", english: "Power bank 20,000 mAh", price: 14_900),
    Item(chinese: "机械键盘 87 键", english: "Mechanical keyboard, 87 keys", price: 39_900),
    Item(chinese: "智能手环", english: "Fitness band", price: 24_900),
    Item(chinese: "平板电脑 11 英寸 128GB", english: "Tablet, 11 inch, 128 GB", price: 249_900),
    Item(chinese: "蓝牙音箱", english: "Bluetooth speaker", price: 19_900),
    Item(chinese: "手机壳 透明", english: "Phone case, clear", price: 3_900),
    Item(chinese: "快充数据线 两条装", english: "Fast-charging cable, pack of two", price: 4_900),
    Item(chinese: "扫地机器人", english: "Robot vacuum cleaner", price: 189_900),
    Item(chinese: "空气炸锅 5L", english: "Air fryer, 5 l", price: 32_900),
    Item(chinese: "电饭煲 4L", english: "Rice cooker, 4 l", price: 29_900),
    Item(chinese: "保温杯 500ml", english: "Insulated bottle, 500 ml", price: 8_900),
    Item(chinese: "不粘炒锅 30cm", english: "Non-stick wok, 30 cm", price: 15_900),
    Item(chinese: "陶瓷餐具 12 件套", english: "Stoneware set, 12 pieces", price: 21_900),
    Item(chinese: "纯棉四件套 1.8 米床", english: "Cotton bedding set, king size", price: 35_900),
    Item(chinese: "乳胶枕", english: "Latex pillow", price: 16_900),
    Item(chinese: "护眼台灯", english: "Desk lamp", price: 18_900),
    Item(chinese: "龙井绿茶 250 克", english: "Longjing green tea, 250 g", price: 16_800),
    Item(chinese: "手冲咖啡豆 500 克", english: "Filter coffee beans, 500 g", price: 7_900),
    Item(chinese: "坚果礼盒", english: "Mixed nuts gift box", price: 12_800),
    Item(chinese: "五常大米 5 公斤", english: "Wuchang rice, 5 kg", price: 8_600),
    Item(chinese: "儿童绘本 10 册", english: "Picture books, set of 10", price: 9_800),
    Item(chinese: "积木 500 块", english: "Building bricks, 500 pieces", price: 17_900),
    Item(chinese: "瑜伽垫 加厚", english: "Yoga mat, extra thick", price: 9_900),
    Item(chinese: "跑步鞋 男款", english: "Running shoes, men", price: 45_900),
    Item(chinese: "跑步鞋 女款", english: "Running shoes, women", price: 45_900),
    Item(chinese: "轻薄羽绒服", english: "Light down jacket", price: 49_900),
    Item(chinese: "亚麻衬衫", english: "Linen shirt", price: 19_900),
    Item(chinese: "行李箱 20 寸", english: "Cabin suitcase, 20 inch", price: 34_900),
    Item(chinese: "双肩背包 防泼水", english: "Backpack, water-repellent", price: 23_900),
    Item(chinese: "电动牙刷", english: "Electric toothbrush", price: 22_900),
    Item(chinese: "防晒霜 50ml", english: "Sunscreen, 50 ml", price: 9_900),
    Item(chinese: "猫粮 2 公斤", english: "Cat food, 2 kg", price: 11_900),
    Item(chinese: "折叠雨伞", english: "Folding umbrella", price: 5_900),
    Item(chinese: "露营帐篷 3 人", english: "Camping tent, 3 people", price: 59_900),
    Item(chinese: "投影仪 1080P", english: "Projector, 1080p", price: 219_900),
  ]

  /// What an order of that age, in days, may have come to, with how often.
  static func statuses(age: Int) -> [(String, Int)] {
    switch age {
    case 0: [("placed", 3), ("paid", 6), ("cancelled", 1)]
    case 1...2: [("paid", 4), ("shipped", 5), ("cancelled", 1)]
    case 3...6: [("shipped", 6), ("delivered", 4)]
    case 7...20: [("delivered", 16), ("returned", 2), ("refunded", 1), ("cancelled", 1)]
    default: [("delivered", 17), ("refunded", 2), ("cancelled", 1)]
    }
  }

  /// Whether the money of an order with that status was spent, so that it counts for growth.
  static func isSpent(_ status: String) -> Bool { ["paid", "shipped", "delivered"].contains(status) }
}
