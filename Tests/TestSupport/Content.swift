/// A small company's content to test with.
package enum Content {
  package static let intents = """
    version: "3.1"
    nlu:
    - intent: greeting
      metadata:
        title: {zh: 打招呼, en: Greeting}
        category: service
      examples: |
        - hello
        - hi there
        - good morning
        - hey
        - 你好
        - 您好
        - 在吗
        - 早上好
    - intent: request_human
      metadata:
        title: {zh: 人工客服, en: Talk to a person}
        category: service
        escalate: normal
      examples: |
        - talk to a human
        - i want a real person
        - agent please
        - connect me to customer service staff
        - 转人工
        - 人工客服
        - 我要找真人
        - 帮我接人工
    - intent: card_lost
      metadata:
        title: {zh: 银行卡丢失, en: Lost card}
        category: cards
        escalate: urgent
      examples: |
        - i lost my card
        - my card is gone
        - my wallet with the card was stolen
        - lost bank card
        - 我的卡丢了
        - 银行卡不见了
        - 卡被偷了
        - 银行卡丢失
    - intent: transfer_fee
      metadata:
        title: {zh: 转账手续费, en: Transfer fee}
        category: transfers
        article: transfer-fee
      examples: |
        - what does a transfer cost
        - transfer fee
        - how much do you charge for transfers
        - is sending money free
        - 转账手续费多少
        - 转账要钱吗
        - 转账收费吗
        - 转账费用
    - intent: card_arrival
      metadata:
        title: {zh: 卡片寄送时间, en: Card delivery time}
        category: cards
        article: card-arrival
      examples: |
        - when will my new card arrive
        - card still not here
        - how long does card delivery take
        - waiting for my card in the mail
        - 新卡什么时候寄到
        - 卡还没收到
        - 寄卡要多久
        - 卡片几天能到
    responses:
      utter_greeting:
      - text: Hello! What can I do for you?
        translation: {zh: 您好！请问有什么可以帮您？}
        buttons:
        - title: Transfer fee
          translation: {zh: 转账手续费}
          payload: /transfer_fee
      utter_card_lost:
      - text: Freeze the card in the app now.
        translation: {zh: 请立即在应用里冻结银行卡。}
    """

  package static let knowledge = [
    "cards.en.md": """
    # Cards

    ## When does a new card arrive? {#card-arrival}

    - question: how many days until my card comes
    - tags: card, delivery
    - see: transfer-fee

    A new card arrives within 3 to 5 working days.
    """,
    "cards.zh.md": """
    # 银行卡

    ## 新卡几天能寄到？ {#card-arrival}

    - question: 多久能收到卡
    - tags: 卡片, 寄送
    - see: transfer-fee

    新卡一般 3 至 5 个工作日送达。
    """,
    "transfers.en.md": """
    # Transfers

    ## What does a transfer cost? {#transfer-fee}

    - question: price of a transfer
    - tags: transfer, fee

    Transfers up to 50,000 yuan a month are free.
    """,
    "transfers.zh.md": """
    # 转账

    ## 转账收多少手续费？ {#transfer-fee}

    - question: 转账的费用
    - tags: 转账, 费用

    每月 5 万元以内转账免费。
    """,
  ]
}
