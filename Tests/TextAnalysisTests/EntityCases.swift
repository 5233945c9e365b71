extension EntityCase {
  static let amounts = cases(
    #"""
    壹仟贰佰元整 => amount 1200.00 CNY
    人民币叁万伍仟元整 => amount 35000.00 CNY
    1200.5元 => amount 1200.50 CNY
    ¥1,200.50 => amount 1200.50 CNY
    3万 => amount 30000.00
    3.5万元 => amount 35000.00 CNY
    1.5亿 => amount 150000000.00
    1.5k => amount 1500.00
    two hundred yuan => amount 200.00 CNY
    one thousand two hundred and five dollars => amount 1205.00 USD
    a hundred bucks => amount 100.00 USD
    $20 => amount 20.00 USD
    5 dollars and 20 cents => amount 5.20 USD
    3块5 => amount 3.50 CNY
    三块五毛 => amount 3.50 CNY
    12元5角3分 => amount 12.53 CNY
    五百块钱 => amount 500.00 CNY
    两千块 => amount 2000.00 CNY
    一百二十元 => amount 120.00 CNY
    两万五 => amount 25000.00
    HK$300 => amount 300.00 HKD
    50 cents => amount 0.50 USD
    RMB 300 => amount 300.00 CNY
    二十万 => amount 200000.00
    2w => amount 20000.00
    退款金额 88.8 => amount 88.80
    验证码一直收不到 5000元转不出去 => amount 5000.00 CNY
    1千2百万元 => amount 12000000.00 CNY
    十五万三千六百 => amount 153600.00
    三万零五百元 => amount 30500.00 CNY
    20美元 => amount 20.00 USD
    100 euros => amount 100.00 EUR
    五分钱 => amount 0.05 CNY
    4.5亿元 => amount 450000000.00 CNY
    玖佰玖拾玖元玖角玖分 => amount 999.99 CNY
    壹萬貳仟叁佰圓整 => amount 12300.00 CNY
    陆亿 => amount 600000000.00
    贰拾万元 => amount 200000.00 CNY
    余额还剩三千二百一十五块六毛 => amount 3215.60 CNY
    付了199元 => amount 199.00 CNY
    退我99.9块 => amount 99.90 CNY
    five hundred dollars => amount 500.00 USD
    one point five million dollars => amount 1500000.00 USD
    twenty-five euros => amount 25.00 EUR
    three thousand pounds => amount 3000.00 GBP
    I paid 45 yuan => amount 45.00 CNY
    CNY 88 => amount 88.00 CNY
    USD 1,000.00 => amount 1000.00 USD
    €15.5 => amount 15.50 EUR
    ¥0.01 => amount 0.01 CNY
    ￥３００ => amount 300.00 CNY
    refund 20 quid => amount 20.00 GBP
    300港币 => amount 300.00 HKD
    500日元 => amount 500.00 JPY
    amount: 250 => amount 250.00
    total of 99.5 => amount 99.50
    5万块 => amount 50000.00 CNY
    10块钱 => amount 10.00 CNY
    两块五 => amount 2.50 CNY
    12.34元 => amount 12.34 CNY
    a million yuan => amount 1000000.00 CNY
    five grand => amount 5000.00
    2 million => amount 2000000.00
    100美金 => amount 100.00 USD
    300台币 => amount 300.00 TWD
    10 cents => amount 0.10 USD
    八毛钱 => amount 0.80 CNY
    1元5分 => amount 1.05 CNY
    2000元 => amount 2000.00 CNY
    扣了2000多元 => amount 2000.00 CNY
    订单A1029金额300元 => order_number A1029; amount 300.00 CNY
    """#)

  static let numbers = cases(
    #"""
    一百二 => number 120
    6222 0202 0011 2345 670 => number 6222; number 202; number 11; number 2345; number 670
    手机尾号1234 => number 1234
    有三个问题 => number 3
    25 => number 25
    三点五 => number 3.5
    24/7 support => number 24; number 7
    一千零五十 => number 1050
    一千零五 => number 1005
    1号店 => number 1
    2/30 => number 2; number 30
    2026-02-30 => number 2026; number 2; number 30
    12345678901 => number 12345678901
    number 42 => number 42
    三十五 => number 35
    三百六十五天 => number 365
    第三个 => number 3
    12,345.67 => number 12345.67
    one => number 1
    two => number 2
    twenty five items => number 25
    １２３ => number 123
    """#)

  static let orders = cases(
    #"""
    查一下订单 A1029 => order_number A1029
    订单号是10293到哪了 => order_number 10293
    where is order A20431? => order_number A20431
    order #ORD-2024-0017 please => order_number ORD-2024-0017
    我要买无线降噪耳机 => product 无线降噪耳机
    power bank broken => product Power bank
    订单 A10293 => order_number A10293
    order number 20431 => order_number 20431
    ORDER A-20431-2 => order_number A-20431-2
    单号 SF1234567890 => order_number SF1234567890
    运单号：YT8812345678901 => order_number YT8812345678901
    我的订单号 T100042 => order_number T100042
    B12345和C67890 => order_number B12345; order_number C67890
    """#)

  static let nothing = cases(
    #"""
    110105194912310029 =>
    一下 =>
    十分感谢 =>
    一块手表 =>
    a@b =>
    6222020200112345670 =>
    4111111111111112 =>
    A5 =>
    an hour =>
    no one answered =>
    """#)
}
