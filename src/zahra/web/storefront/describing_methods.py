"""How the ways to pay are called on pages."""

TITLES = {
    "razorpay": "Pay now",
    "payu": "Pay by PayU",
    "stripe": "Pay by Stripe",
    "cod": "Cash on delivery",
}
TEXTS = {
    "razorpay": "UPI, cards, net banking and wallets",
    "payu": "UPI, cards, net banking and wallets, on PayU's page",
    "stripe": "Cards, on Stripe's page",
    "cod": "Pay in cash when it arrives",
}
