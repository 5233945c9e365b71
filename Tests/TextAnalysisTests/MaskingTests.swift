import Testing
import TextAnalysis

struct MaskingTests {
  @Test(arguments: [
    ("my password is hunter2 and it fails", "my password is ****** and it fails"),
    ("密码是abc123，登不上", "密码是******，登不上"), ("验证码 123456 收到了", "验证码 ****** 收到了"),
    ("MY PASSWORD: Hunter2", "MY PASSWORD: ******"), ("ＰＡＳＳＷＯＲＤ：ｈｕｎｔｅｒ２", "ＰＡＳＳＷＯＲＤ：******"),
    ("pass\u{200B}word is hunter2", "pass\u{200B}word is ******"), ("驗證碼是８８４４２２", "驗證碼是******"),
    ("my password is \"correct horse\"", "my password is \"******\""), ("123456 is the code", "****** is the code"),
    ("验证码：AB12CD", "验证码：******"), ("我输入了123456还是提示验证码错误", "我输入了******还是提示验证码错误"),
    ("密码就是我的生日19900101", "密码就是我的生日******"), ("password is $ecret1", "password is ******"),
    ("pin 4321", "pin ******"), ("the code is 12345678\nthanks", "the code is ******\nthanks"),
  ])
  func secretsAreHiddenAndTheRestStays(_ text: String, _ expected: String) {
    #expect(Masking.hidingSecrets(in: text) == expected)
  }

  @Test(arguments: [
    "i forgot my password", "my password is wrong", "密码错误5次", "postal code 94110", "promo code 20265555", "订单 A1029",
    "call me on 13800138000", "where is order 123456", "", "验证码收不到", "订单10293还没收到验证码", "验证码收不到 iPhone15",
    "密码是发到我手机13800138000上的吗", "what is the code of conduct", "shopping pins",
  ])
  func otherTextsStayAsTheyAre(_ text: String) {
    #expect(Masking.hidingSecrets(in: text) == text)
  }

  @Test(arguments: [
    ("hunter2", "my password is", "******"), ("abc123", "密码是：", "******"), ("sunshine", "password is…", "******"),
    ("123456", "Please tell me the verification code.", "******"), (" 654321\n", "请把验证码发给我", "******"),
    ("123456", "What is your order number?", "123456"), ("A1029", "请把验证码发给我", "A1029"),
    ("wrong", "my password is", "wrong"), ("where is it", "请把验证码发给我", "where is it"), ("不知道", "验证码是多少", "不知道"),
    ("hunter2", "How do I reset my password?", "hunter2"),
  ])
  func aSecretThatComesAloneIsKnownByWhatWasSaidBefore(_ text: String, _ previous: String, _ expected: String) {
    #expect(Masking.hidingSecrets(in: text, after: previous) == expected)
  }

  @Test(arguments: [
    ("call 138 0013 8000 or +44 20 7946 0958", "call …8000 or …0958"),
    ("卡号6222020200112345679", "卡号…5679"), ("编号6222020200112345670", "编号6222020200112345670"),
    ("card 4111-1111-1111-1111", "card …1111"), ("身份证11010519491231002X", "身份证…002X"),
    ("写信到 Zhang.San@Example.com", "写信到 z…@example.com"), ("密码是abc123 电话１３８００１３８０００", "密码是****** 电话…8000"),
    ("hotline 400-800-1234", "hotline 400-800-1234"), ("order A20431 costs 1200 yuan", "order A20431 costs 1200 yuan"),
  ])
  func personalNumbersAreShortened(_ text: String, _ expected: String) {
    #expect(Masking.hidingPersonalData(in: text) == expected)
  }

  @Test func wordsOfATextTellNothingThatIsHiddenInIt() {
    let text = "mail zhang@example.com or call 138 0013 8000"
    let words = ["mail", "zhang@example.com", "example", "or", "call", "138", "0013", "8000"]
    #expect(Masking.hidingPersonalData(in: words, of: text) == ["mail", "…", "…", "or", "call", "…", "…", "…"])
    #expect(Masking.hidingPersonalData(in: ["order", "20431"], of: "order 20431") == ["order", "20431"])
  }

  @Test func maskingTwiceChangesNothingMore() {
    for text in ["my password is hunter2", "13800138000", "a@b.com", "验证码123456", "4111111111111111"] {
      let once = Masking.hidingPersonalData(in: text)
      #expect(Masking.hidingPersonalData(in: once) == once)
      #expect(Masking.hidingSecrets(in: once) == once)
    }
  }
}
