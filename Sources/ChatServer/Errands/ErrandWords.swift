import CRM
import TextAnalysis

/// How things of the CRM are called in a language.
struct ErrandWords {
  let language: Language

  private func pick(zh: String, en: String) -> String { language == .chinese ? zh : en }

  func status(_ status: String) -> String {
    switch status {
    case "placed": pick(zh: "待付款", en: "waiting for payment")
    case "paid": pick(zh: "已付款，准备发货", en: "paid, being prepared")
    case "shipped": pick(zh: "已发货，正在路上", en: "shipped, on its way")
    case "delivered": pick(zh: "已送达", en: "delivered")
    case "cancelled": pick(zh: "已取消", en: "cancelled")
    case "returned": pick(zh: "已退货", en: "returned")
    case "refunded": pick(zh: "已退款", en: "refunded")
    default: status
    }
  }

  func level(_ level: Membership.Level) -> String {
    switch level {
    case .blue: pick(zh: "蓝卡", en: "Blue")
    case .silver: pick(zh: "银卡", en: "Silver")
    case .gold: pick(zh: "金卡", en: "Gold")
    case .platinum: pick(zh: "白金卡", en: "Platinum")
    }
  }

  /// `amount` is in the currency's minor unit.
  func money(_ amount: Int64, _ currency: String) -> String {
    let cents = "\(amount % 100 + 100)".suffix(2)
    return (currency == "CNY" ? "¥" : currency + " ") + "\(amount / 100).\(cents)"
  }

  func day(_ time: Timestamp) -> String { String(time.text.prefix(10)) }

  func line(_ order: Order) -> String {
    [order.number, order.title, money(order.amount, order.currency), status(order.status)]
      .joined(separator: pick(zh: "，", en: ", "))
  }

  func line(_ coupon: Coupon) -> String {
    pick(
      zh: "\(coupon.title)，\(money(coupon.amount, coupon.currency))，有效期至 \(day(coupon.expiresAt))（券码 \(coupon.code)）",
      en:
        "\(coupon.title), \(money(coupon.amount, coupon.currency)), until \(day(coupon.expiresAt)) (code \(coupon.code))"
    )
  }

  func line(_ ticket: Ticket) -> String {
    let status = ticket.status == .pending ? pick(zh: "等待您的回复", en: "waiting for you") : pick(zh: "处理中", en: "open")
    return pick(
      zh: "\(ticket.number)：\(ticket.subject)，\(status)，预计 \(day(ticket.dueAt)) 前答复",
      en: "\(ticket.number): \(ticket.subject), \(status), due by \(day(ticket.dueAt))")
  }

  // MARK: Subjects of tickets

  func refund(of order: String) -> String { pick(zh: "订单 \(order) 申请退款", en: "Refund for order \(order)") }

  func cardLoss(_ lastFour: String) -> String {
    lastFour.isEmpty
      ? pick(zh: "银行卡挂失", en: "Lost card")
      : pick(zh: "尾号 \(lastFour) 的银行卡挂失", en: "Lost card ending in \(lastFour)")
  }

  func contactChange(to new: String) -> String {
    pick(zh: "变更联系方式为 \(new)", en: "Change contact details to \(new)")
  }

  var complaint: String { pick(zh: "客户投诉", en: "Complaint") }

  func callback(to phone: String, on day: String) -> String {
    pick(zh: "请于 \(day) 回电 \(phone)", en: "Call back \(phone) on \(day)")
  }

  func interest(in product: String) -> String { pick(zh: "对\(product)感兴趣", en: "Interested in \(product)") }
}
