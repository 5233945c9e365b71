/// Words that announce a password or a one-time code, and words around them.
enum SecretWords {
  enum Name: Sendable {
    /// Something people choose: letters, digits and signs.
    case password
    /// What is printed on a card to show that one has it.
    case cardCode
    /// Digits that were sent, by a name that leaves no doubt.
    case code
    /// "code" alone, which may be a postal one.
    case plainCode
  }

  static let names = PhraseTable<Name>(lists: [
    (
      """
      密码|口令|password|passwords|pass word|passcode|passphrase|passwd|pwd|pswd|pw|pass:|pass =|pin|pin code|\
      pin number|登录密码|支付密码|取款密码|查询密码|交易密码
      """,
      .password
    ),
    ("cvv|cvv2|cvv code|cvc|cvc2|cvc code|安全码", .cardCode),
    (
      """
      验证码|校验码|动态码|动态口令|动态密码|短信码|确认码|授权码|随机码|一次性密码|otp|otp code|2fa|2fa code|verification code|verify code|\
      verification number|one time code|one-time code|one time password|one-time password|\
      one time passcode|one-time passcode|security code|sms code|text code|authentication code|auth code|\
      confirmation code|login code|access code
      """,
      .code
    ),
    ("code|codes", .plainCode),
  ])

  /// What makes "code" something that is no secret.
  static let otherCodes = PhraseTable<Void>(
    """
    postal|post|zip|error|promo|promotion|promotional|coupon|discount|product|country|area|tracking|qr|\
    bar|order|item|dress|source|invite|invitation|referral|voucher|gift|swift|sort|branch|bank|model|\
    colour|color|currency|shop|booking|tax|status
    """
  )

  /// Between the name and the value, saying that the value comes.
  static let links = PhraseTable<Void>(
    """
    是|就是|为|改成|改为|改成了|设成|设为|设置成|设置为|换成|换成了|叫|等于|:|=|is|was|are|as|'s|to|equals|should be|will be|\
    would be|used to be|is now|now|-|->|>
    """)

  /// No password follows "password is" or 密码 here.
  static let stopWords = PhraseTable<Void>(
    """
    wrong|not|incorrect|invalid|expired|locked|forgotten|blocked|too|being|never|required|always|still|\
    correct|right|ok|okay|fine|good|bad|lost|stolen|gone|missing|unknown|the|a|an|my|your|it|this|that|\
    what|why|how|where|when|who|which|reset|changed|change|safe|secure|unsafe|weak|strong|working|\
    broken|rejected|refused|accepted|needed|necessary|there|here|in|on|of|for|with|to|so|no|yes|really|\
    just|only|already|case|sensitive|error|login|log|app|please|help|forgot|protected|compromised|\
    leaked|hacked|shared|known|public|private|saved|stored|different|same|new|old|short|long|empty|\
    failing|denied|disabled|enabled|asked|sent|set|pin|password|code|me|you|and|or|but|if|unable|\
    impossible|difficult|hard|easy|visible|hidden
    """
  )

  /// People and adverbs between a value and the name that follows it: "hunter2 is my old password".
  static let owners = PhraseTable<Void>(
    """
    my|the|our|your|his|her|a|new|old|current|login|account|online|banking|app|card|wifi|sms|我的|我|你的|新|\
    旧|老|登录|支付|取款|账户|账号|银行卡|卡|的|手机|短信|收到|你们|发|这个
    """)
  static let reverseLinks = PhraseTable<Void>("is|was|are|as|是|就是|为|作为|才是|当|做")

  /// What people do with a code that was sent.
  static let entering = PhraseTable<Void>(
    "输入|输了|输|填|填了|填写|收到|收到的|enter|entered|type|typed|put in|put|used|use|tried|got|received|entering")

  /// What tells that digits near a code are something else: they stand before them …
  static let otherNumbers = PhraseTable<Void>(
    "订单|单号|手机|电话|号码|尾号|金额|工单|卡号|order|orders|ticket|phone|card|ending|ends|amount|mobile|¥|$|€|£|rmb|转|付|充值|买")
  /// … or behind them.
  static let countedBehind = PhraseTable<Void>(
    """
    元|块|万|年|月|日|天|分钟|秒|小时|次|位|个|条|积分|分|yuan|rmb|dollars|dollar|usd|cny|euros|minutes|minute|seconds|\
    second|hours|hour|times|days|digits|digit|points|%|点|k|:
    """)
}
