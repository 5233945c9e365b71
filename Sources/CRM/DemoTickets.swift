/// What the demo's customers have had to ask for.
enum DemoTickets {
  struct Case {
    let category: String
    let priority: Ticket.Priority
    let chinese: (subject: String, description: String)
    let english: (subject: String, description: String)

    func draft(_ language: String) -> TicketDraft {
      let text = language == "zh" ? chinese : english
      return TicketDraft(
        subject: text.subject, priority: priority, category: category, description: text.description)
    }
  }

  static let cases = [
    Case(
      category: "accounts", priority: .normal,
      chinese: ("人脸核验一直不通过", "客户换了手机，认证时人脸核验失败三次。请人工核对证件照。"),
      english: (
        "Face check keeps failing",
        "New phone, face check failed three times. Please compare the ID photo by hand."
      )),
    Case(
      category: "accounts", priority: .low,
      chinese: ("申请注销账户", "余额已清零，没有未结贷款，请确认注销进度。"),
      english: (
        "Close the account",
        "Balance is zero and there is no loan. Please confirm when the account is closed."
      )),
    Case(
      category: "cards", priority: .high,
      chinese: ("补卡超过五个工作日未收到", "补办的鹭卡还没有送到，请查物流并确认地址。"),
      english: (
        "Replacement card has not arrived",
        "Ordered more than five working days ago. Check the post and the address."
      )),
    Case(
      category: "cards", priority: .normal,
      chinese: ("ATM 吞卡", "取款时卡被机器收走，已在 App 冻结，申请换卡。"),
      english: (
        "Card kept by a cash machine",
        "The card is frozen in the app; the customer asks for a new one."
      )),
    Case(
      category: "transfers", priority: .high,
      chinese: ("转错账户，申请追回", "户名写错，款项已入账，请联系收款银行。"),
      english: (
        "Transfer to the wrong account",
        "The receiver has been credited. Please ask the receiving bank to return it."
      )),
    Case(
      category: "transfers", priority: .normal,
      chinese: ("境外汇款三个工作日未到", "请提供 SWIFT 报文并查询中转行。"),
      english: (
        "Transfer abroad not there after three working days",
        "Please send the SWIFT message and ask the bank between."
      )),
    Case(
      category: "refunds", priority: .normal,
      chinese: ("商户退款未到账", "商户称已退款五天，余额和卡里都没有看到。"),
      english: (
        "Shop refund missing",
        "The shop says it refunded five days ago; neither balance nor card shows it."
      )),
    Case(
      category: "refunds", priority: .normal,
      chinese: ("对一笔消费提出异议", "客户称没有收到服务，要求拒付。"),
      english: (
        "Dispute of a card payment",
        "The service was never given. The customer asks for a chargeback."
      )),
    Case(
      category: "fees", priority: .low,
      chinese: ("对货币兑换费有疑问", "客户在境外消费，想核对汇率和 0.8% 的费用。"),
      english: (
        "Question about the conversion fee",
        "Paid abroad and would like the rate and the 0.8 % fee explained."
      )),
    Case(
      category: "membership", priority: .low,
      chinese: ("成长值没有更新", "上月消费没有计入成长值，等级未升。"),
      english: (
        "Growth points not counted",
        "Last month's spending is missing, so the level did not rise."
      )),
    Case(
      category: "coupons", priority: .low,
      chinese: ("退款后优惠券未退回", "订单全额退款超过 24 小时，优惠券还没有回来。"),
      english: (
        "Coupon not returned after a refund",
        "Full refund more than 24 hours ago, coupon still marked as used."
      )),
    Case(
      category: "security", priority: .urgent,
      chinese: ("怀疑账户被他人登录", "收到陌生设备登录提醒，已冻结卡片，请核查。"),
      english: (
        "Sign-in from an unknown device",
        "The customer has frozen the card. Please look into the sign-in."
      )),
    Case(
      category: "privacy", priority: .normal,
      chinese: ("申请导出个人数据", "请在 15 天内提供数据副本。"),
      english: (
        "Export of personal data",
        "Please provide the copy within 15 days."
      )),
    Case(
      category: "loans", priority: .normal,
      chinese: ("提前还款后仍显示欠款", "鹭易借已全部还清，页面仍显示未结。"),
      english: (
        "Loan shown as open after early repayment",
        "HeronFlex was repaid in full; the app still shows a balance."
      )),
    Case(
      category: "savings", priority: .low,
      chinese: ("鹭存宝赎回未到账", "昨日赎回超过一万元的部分尚未到账。"),
      english: (
        "HeronSave redemption not credited",
        "The part above ¥10,000 redeemed yesterday has not arrived."
      )),
    Case(
      category: "orders", priority: .normal,
      chinese: ("收到的商品有破损", "外箱完好，商品有裂痕，客户要求换货。"),
      english: (
        "Item arrived damaged",
        "The box was fine, the item is cracked. The customer asks for an exchange."
      )),
    Case(
      category: "orders", priority: .normal,
      chinese: ("物流三天没有更新", "包裹停在中转站，请催促承运商。"),
      english: (
        "No tracking update for three days",
        "The parcel is stuck at a depot. Please chase the carrier."
      )),
    Case(
      category: "service", priority: .low,
      chinese: ("对上次通话的意见", "客户等待过久，希望回电说明。"),
      english: (
        "Complaint about the last call",
        "The customer waited long and would like to be called back."
      )),
  ]
}
