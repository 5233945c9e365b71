/// Names of people who do not exist.
enum DemoNames {
  /// A part of a Chinese name with its pinyin, for the address.
  struct Part {
    let han: String
    let pinyin: String
  }

  static let surnames = parts(
    """
    王 wang 李 li 张 zhang 刘 liu 陈 chen 杨 yang 赵 zhao 黄 huang 周 zhou 吴 wu 徐 xu 孙 sun 胡 hu 朱 zhu 高 gao 林 lin 何 he 郭 guo
    马 ma 罗 luo 梁 liang 宋 song 郑 zheng 谢 xie 韩 han 唐 tang 冯 feng 于 yu 董 dong 萧 xiao 程 cheng 曹 cao 袁 yuan 邓 deng 许 xu
    傅 fu 沈 shen 曾 zeng 彭 peng 吕 lyu 苏 su 卢 lu 蒋 jiang 蔡 cai 贾 jia 丁 ding 魏 wei 薛 xue 叶 ye 欧阳 ouyang
    """)

  static let givenNames = parts(
    """
    晓雯 xiaowen 建国 jianguo 子涵 zihan 雨桐 yutong 浩然 haoran 思琪 siqi 宇轩 yuxuan 梦瑶 mengyao 志强 zhiqiang 丽华 lihua 俊杰 junjie
    欣怡 xinyi 明 ming 静 jing 伟 wei 芳 fang 磊 lei 娜 na 涛 tao 敏 min 超 chao 婷 ting 鹏 peng 雪 xue 文博 wenbo 佳宁 jianing
    一鸣 yiming 若曦 ruoxi 嘉豪 jiahao 诗涵 shihan 天佑 tianyou 紫萱 zixuan 国栋 guodong 玉兰 yulan 海燕 haiyan 振华 zhenhua
    春梅 chunmei 家明 jiaming 秀英 xiuying 立群 liqun 安然 anran 承宇 chengyu 可欣 kexin 沐阳 muyang 清妍 qingyan 泽宇 zeyu
    语嫣 yuyan 锦程 jincheng 书瑶 shuyao 永康 yongkang 慧敏 huimin 晨曦 chenxi
    """)

  static let firstNames = words(
    """
    Emma Oliver Amelia Noah Isla Liam Grace Ethan Chloe Lucas Hannah Samuel Priya Arjun Fatima Omar Yuki Kenji Elena Marco Ingrid
    Lars Nadia Viktor Aisha Kwame Rosa Diego Leila Tomas Claire Julien Greta Felix Maeve Rory Anya Pavel Zoe Hugo Bridget Callum
    Naomi Patrick Selina Theo Wendy Howard Joyce Raymond
    """)

  static let lastNames = words(
    """
    Turner Walsh Patel Okafor Nakamura Fischer Moreau Silva Haddad Novak Lindqvist Romano Campbell Hughes Fraser Gupta Mensah
    Kowalski Bennett Carver Doyle Ellison Fontaine Grant Holloway Ivanova Jensen Keller Lambert Mercer Norris Osborne Pereira
    Quinn Rhodes Schneider Thornton Underwood Vasquez Whitfield Yates Zimmer Ashby Blackwell Costa Duarte Everett Flynn Greer Hale
    """)

  static let mailHosts = ["mail.example", "post.example", "inbox.example"]

  private static func words(_ text: String) -> [String] {
    text.split(whereSeparator: \.isWhitespace).map(String.init)
  }

  private static func parts(_ text: String) -> [Part] {
    let words = words(text)
    return stride(from: 0, to: words.count - 1, by: 2).map { Part(han: words[$0], pinyin: words[$0 + 1]) }
  }
}
