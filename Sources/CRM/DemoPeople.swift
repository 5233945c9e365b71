/// A customer of the demo with all that belongs to them. Ages are in hours before the demo's moment.
struct DemoPerson {
  struct Purchase {
    /// Given for the people of `DemoPeople`; the others are numbered in the order of their dates.
    var number: String?
    let title: String
    let status: String
    let amount: Int64
    let age: Int
  }

  struct Request {
    let draft: TicketDraft
    let status: Ticket.Status
    let assignee: String?
    let age: Int
  }

  var name: String
  var email: String
  var phone: String
  var language: String
  var age: Int
  var membership: Membership
  var purchases: [Purchase]
  var requests: [Request]
}

/// The first customers, good for showing: one of each level, two with a ticket that waits.
enum DemoPeople {
  private static let day = 24

  static let all = [chenXiaowen, davidMiller, liJianguo, sofiaRossi]

  private static let chenXiaowen = DemoPerson(
    name: "陈晓雯", email: "chen.xiaowen@mail.example", phone: "199-0000-0001", language: "zh", age: 1100 * day,
    membership: Membership(level: .gold, points: 8_640, growth: 15_320),
    purchases: [
      .init(number: "A10293", title: "无线降噪耳机", status: "shipped", amount: 69_900, age: 2 * day + 5),
      .init(number: "A10288", title: "龙井绿茶 250 克", status: "paid", amount: 16_800, age: 20),
      .init(number: "A10241", title: "保温杯 500ml", status: "returned", amount: 8_900, age: 16 * day),
      .init(number: "A10177", title: "扫地机器人", status: "delivered", amount: 189_900, age: 96 * day),
      .init(number: "A10102", title: "纯棉四件套 1.8 米床", status: "delivered", amount: 35_900, age: 301 * day),
    ],
    requests: [
      .init(
        draft: TicketDraft(
          subject: "订单 A10241 退货后退款未到账", priority: .normal, category: "refunds",
          description: "保温杯已寄回并签收，客户在余额和卡里都没有看到退款。"),
        status: .open, assignee: "lin", age: 1 * day + 2),
      .init(
        draft: TicketDraft(
          subject: "修改手机号", priority: .low, category: "accounts", description: "客户更换号码，已核对身份并完成修改。"),
        status: .resolved, assignee: "sam", age: 140 * day),
    ])

  private static let davidMiller = DemoPerson(
    name: "David Miller", email: "david.miller@post.example", phone: "+44 7700 900002", language: "en", age: 640 * day,
    membership: Membership(level: .silver, points: 3_215, growth: 4_870),
    purchases: [
      .init(
        number: "A10277", title: "Mechanical keyboard, 87 keys", status: "delivered", amount: 39_900, age: 5 * day + 3),
      .init(number: "A10290", title: "Filter coffee beans, 500 g", status: "shipped", amount: 7_900, age: 2 * day + 9),
      .init(number: "A10195", title: "Cabin suitcase, 20 inch", status: "delivered", amount: 34_900, age: 72 * day),
      .init(number: "A10150", title: "Bluetooth speaker", status: "refunded", amount: 19_900, age: 180 * day),
    ],
    requests: [
      .init(
        draft: TicketDraft(
          subject: "Parcel A10277 marked as delivered but not received", priority: .high, category: "orders",
          description: "Tracking says delivered to the door; the customer was at home and got nothing."),
        status: .open, assignee: "sam", age: 6)
    ])

  private static let liJianguo = DemoPerson(
    name: "李建国", email: "li.jianguo@inbox.example", phone: "199-0000-0003", language: "zh", age: 75 * day,
    membership: Membership(level: .blue, points: 412, growth: 386),
    purchases: [.init(number: "A10263", title: "电饭煲 4L", status: "delivered", amount: 29_900, age: 9 * day)],
    requests: [])

  private static let sofiaRossi = DemoPerson(
    name: "Sofia Rossi", email: "sofia.rossi@mail.example", phone: "+44 7700 900004", language: "en", age: 1500 * day,
    membership: Membership(level: .platinum, points: 61_950, growth: 78_400),
    purchases: [
      .init(number: "A10295", title: "Projector, 1080p", status: "paid", amount: 219_900, age: 14),
      .init(number: "A10254", title: "Tablet, 11 inch, 128 GB", status: "delivered", amount: 249_900, age: 12 * day),
      .init(number: "A10208", title: "Stoneware set, 12 pieces", status: "delivered", amount: 21_900, age: 60 * day),
      .init(number: "A10166", title: "Running shoes, women", status: "cancelled", amount: 45_900, age: 120 * day),
      .init(number: "A10120", title: "Light down jacket", status: "delivered", amount: 49_900, age: 270 * day),
      .init(number: "A10087", title: "Robot vacuum cleaner", status: "delivered", amount: 189_900, age: 430 * day),
    ],
    requests: [
      .init(
        draft: TicketDraft(
          subject: "Transfer limit for a house purchase", priority: .high, category: "transfers",
          description: "Daily limit raised for one day after a call back; the transfer went through."),
        status: .closed, assignee: "lin", age: 48 * day)
    ])
}
