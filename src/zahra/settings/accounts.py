"""Accounts with others: gateways that take payments, couriers, carriers of SMS and e-mail."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings


class Accounts(BaseSettings):
    """Keys and names that others gave us. What has none is not used."""

    gateways: str = Field(
        "razorpay,payu", description="which take payments (razorpay, payu, stripe), the best first"
    )
    simulator_port: int = Field(8001, ge=1, le=65535, description="port of the gateway simulator")
    razorpay_key_id: str = Field("", validation_alias="RAZORPAY_KEY_ID", description="API key")
    razorpay_key_secret: SecretStr = Field(
        SecretStr(""), validation_alias="RAZORPAY_KEY_SECRET", description="API secret"
    )
    razorpay_webhook_secrets: SecretStr = Field(
        SecretStr(""),
        validation_alias="RAZORPAY_WEBHOOK_SECRETS",
        description="current and previous webhook secret, comma-separated",
    )
    razorpay_api_base: str = Field(
        "", validation_alias="RAZORPAY_API_BASE", description="only for a simulator"
    )
    payu_key: str = Field("", validation_alias="PAYU_KEY", description="merchant key")
    payu_salts: SecretStr = Field(
        SecretStr(""), validation_alias="PAYU_SALTS", description="current and previous salt"
    )
    payu_base: str = Field(
        "", validation_alias="PAYU_BASE", description="https://test.payu.in, or a simulator"
    )
    stripe_secret_key: SecretStr = Field(
        SecretStr(""), validation_alias="STRIPE_SECRET_KEY", description="sk_…; off by default"
    )
    stripe_webhook_secrets: SecretStr = Field(
        SecretStr(""),
        validation_alias="STRIPE_WEBHOOK_SECRETS",
        description="current and previous signing secret (whsec_…)",
    )
    stripe_api_base: str = Field(
        "", validation_alias="STRIPE_API_BASE", description="only for a simulator"
    )

    shiprocket_email: str = Field(
        "", validation_alias="SHIPROCKET_EMAIL", description="an API user's e-mail"
    )
    shiprocket_password: SecretStr = Field(
        SecretStr(""), validation_alias="SHIPROCKET_PASSWORD", description="their password"
    )
    shiprocket_webhook_tokens: SecretStr = Field(
        SecretStr(""),
        validation_alias="SHIPROCKET_WEBHOOK_TOKENS",
        description="what its webhook sends as x-api-key, current and previous",
    )
    shiprocket_pickup: str = Field(
        "Primary", validation_alias="SHIPROCKET_PICKUP", description="our address, as named there"
    )
    shiprocket_api_base: str = Field(
        "", validation_alias="SHIPROCKET_API_BASE", description="only for a simulator"
    )

    smtp_url: SecretStr = Field(
        SecretStr(""), validation_alias="SMTP_URL", description="smtp://user:password@host:587"
    )
    resend_api_key: SecretStr = Field(
        SecretStr(""), validation_alias="RESEND_API_KEY", description="e-mail by Resend"
    )
    resend_webhook_secrets: SecretStr = Field(
        SecretStr(""),
        validation_alias="RESEND_WEBHOOK_SECRETS",
        description="current and previous signing secret (whsec_…)",
    )
    mail_from: str = Field("", description="From of e-mail; empty: the brand at care_email")
    mail_bounces: str = Field("", description="where bounces go; empty: to mail_from")
    dkim_selector: str = Field("default", description="selector of the DKIM key in DNS")
    msg91_auth_key: SecretStr = Field(
        SecretStr(""), validation_alias="MSG91_AUTH_KEY", description="SMS by MSG91"
    )
    msg91_templates: str = Field(
        "", validation_alias="MSG91_TEMPLATES", description="name=MSG91's template id, …"
    )
    msg91_webhook_secrets: SecretStr = Field(
        SecretStr(""),
        validation_alias="MSG91_WEBHOOK_SECRETS",
        description="what its webhook sends as X-Zahra-Secret, current and previous",
    )
    twilio_account_sid: str = Field(
        "", validation_alias="TWILIO_ACCOUNT_SID", description="SMS by Twilio"
    )
    twilio_auth_token: SecretStr = Field(
        SecretStr(""), validation_alias="TWILIO_AUTH_TOKEN", description="current and previous"
    )
    twilio_sender: str = Field(
        "", validation_alias="TWILIO_SENDER", description="a number or MG…; empty: the DLT header"
    )
    dlt_entity_id: str = Field(
        "", validation_alias="DLT_ENTITY_ID", description="our 19 digits at the operators' DLT"
    )
    dlt_header: str = Field(
        "", validation_alias="DLT_HEADER", description="the sender name that SMS show"
    )
    dlt_templates: str = Field(
        "", validation_alias="DLT_TEMPLATES", description="name=DLT template id, …"
    )
    sms_carriers: str = Field("msg91,twilio", description="which carry SMS, the preferred first")
    email_carriers: str = Field("resend,smtp", description="which carry e-mail, likewise")
