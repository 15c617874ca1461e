"""Sample views of logging in and of the account's own pages."""

from dataclasses import replace
from datetime import timedelta

from tests.web.ui.samples import NOW
from zahra.web.storefront import account_view, login_view, security_view
from zahra.web.storefront.checkout_view import CodeEntry
from zahra.web.ui import FormState

CODE = CodeEntry("••••••3210", "sms", 30)
WRONG_CODE = FormState(errors={"code": ["That code is not right or no longer valid."]})
REFUSED = FormState(
    {"identifier": "98765"}, {"identifier": ["A mobile number has 10 digits; you typed 5."]}
)
TOO_SHORT = FormState(
    {"name": "Asha", "email": "asha@example.com"},
    {"password": ["Use at least 15 characters; you typed 8."]},
)
CONFIRM = login_view.ConfirmPage(
    ("otp", "password", "totp", "passkey"),
    (("sms", "••••••3210"), ("email", "a•••@example.com")),
    next_url="/account/security",
)
HERE = security_view.OpenSession(
    "s-1", "Chrome on Android", "smartphone", "network 49.36.12.x", NOW, NOW, is_current=True
)
ELSEWHERE = replace(
    HERE,
    id="s-2",
    device="Firefox on Windows",
    glyph="monitor",
    last_seen_at=NOW - timedelta(days=3),
    is_current=False,
)
THIS_DEVICE = security_view.OwnDevice("d-1", "Chrome on Android", "smartphone", NOW, NOW, True)
LAPTOP = replace(
    THIS_DEVICE,
    id="d-2",
    name="Firefox on Windows",
    glyph="monitor",
    first_seen_at=NOW - timedelta(days=90),
    is_this=False,
)
PASSKEY = security_view.OwnPasskey("p-1", "Asha's phone", NOW, NOW + timedelta(days=1), True)
SECURITY = security_view.SecurityPage(
    reached_by=("••••••3210", "a•••@example.com"),
    password_since=NOW,
    has_app=True,
    recovery_codes=9,
    passkeys=(PASSKEY, replace(PASSKEY, id="p-2", name="Laptop", last_used_at=None)),
    can_have_passkeys=True,
    sessions=(HERE, ELSEWHERE),
    devices=(THIS_DEVICE, LAPTOP),
    copy=security_view.Copy(NOW, NOW + timedelta(days=7), "/account/security/copy/c-1"),
)
SECURITY_BARE = security_view.SecurityPage(
    reached_by=("••••••3210",),
    password_since=None,
    has_app=False,
    recovery_codes=0,
    passkeys=(),
    can_have_passkeys=False,
    sessions=(HERE,),
)
APP = security_view.AppPage(
    "data:image/svg+xml;base64,PHN2Zy8+", "ABCD EFGH IJKL MNOP", "otpauth://totp/x", "sealed"
)
CODES = security_view.RecoveryPage(tuple(f"k7m2-9xq{n}-p4" for n in range(10)))
PROFILE = security_view.ProfilePage(
    "••••••3210",
    "a•••@example.com",
    FormState({"name": "Asha Sharma", "date_of_birth": "1992-04-30", "letters": "yes"}),
)
CHILD = FormState({"date_of_birth": "2020-01-01"}, {"date_of_birth": ["You must be 18."]})

LOGINS = {
    "login": ("identifier", login_view.LoginPage()),
    "login-without-passkeys": ("identifier", login_view.LoginPage(has_passkeys=False)),
    "login-refused": ("identifier", login_view.LoginPage(REFUSED)),
    "login-code": ("code", login_view.LoginCodePage(CODE)),
    "login-code-wrong": ("code", login_view.LoginCodePage(CODE, WRONG_CODE)),
    "login-password": ("password", login_view.LoginPage()),
    "login-password-wrong": ("password", login_view.LoginPage(FormState(refusal="Not right."))),
    "second-factor": ("second_factor", login_view.SecondFactorPage("t", WRONG_CODE)),
    "register": ("register", login_view.LoginPage()),
    "register-refused": ("register", login_view.LoginPage(TOO_SHORT)),
    "forgot": ("forgot", login_view.ForgotPage()),
    "forgot-sent": ("forgot", login_view.ForgotPage(is_sent=True)),
    "reset-by-link": ("reset", login_view.ResetPage("token")),
    "reset-by-code": ("reset", login_view.ResetPage(sent_to="••••••3210", form=WRONG_CODE)),
    "whose-number": ("whose_number", login_view.WhoseNumberPage("claim")),
    "confirm": ("confirm", CONFIRM),
    "confirm-code": ("confirm", replace(CONFIRM, code=CODE)),
    "confirm-refused": ("confirm", replace(CONFIRM, form=FormState(refusal="Wait a little."))),
}
KEPT = account_view.SavedMethodsPage(
    (
        account_view.SavedCard("1", "HDFC RuPay", "1007", NOW),
        account_view.SavedCard("2", "Card", "1234", NOW),
    ),
    NOW,
    can_keep=True,
)
MINE = {
    "security": ("security", SECURITY),
    "security-bare": ("security", SECURITY_BARE),
    "security-refused": ("security", replace(SECURITY, form=FormState(refusal="Not this one."))),
    "security-copy-under-way": (
        "security",
        replace(SECURITY_BARE, copy=security_view.Copy(NOW, NOW, None)),
    ),
    "password-set": ("password", security_view.PasswordPage(False, "asha@example.com")),
    "password-change": (
        "password",
        security_view.PasswordPage(True, "asha@example.com", TOO_SHORT),
    ),
    "app": ("app", APP),
    "app-refused": ("app", replace(APP, form=WRONG_CODE)),
    "recovery-codes": ("recovery_codes", CODES),
    "delete": ("delete", security_view.DeletePage()),
    "delete-with-credit": (
        "delete",
        security_view.DeletePage(
            FormState(errors={"giving_up": ["You still have store credit."]}), 50000
        ),
    ),
    "delete-refused": (
        "delete",
        security_view.DeletePage(FormState(errors={"sure": ["Tick the box if you are sure."]})),
    ),
    "profile": ("profile", PROFILE),
    "profile-refused": ("profile", security_view.ProfilePage("••••••3210", None, CHILD)),
    "payments": ("payments", KEPT),
    "payments-none-yet": ("payments", account_view.SavedMethodsPage((), None, can_keep=True)),
    "payments-refused": (
        "payments",
        replace(
            account_view.SavedMethodsPage((), None, can_keep=True),
            form=FormState(errors={"agree": ["Tick the box if you want this."]}),
        ),
    ),
    "contact-phone": ("contact", security_view.ContactPage("phone", "••••••3210")),
    "contact-email": ("contact", security_view.ContactPage("email", None)),
    "contact-code": ("contact_code", login_view.LoginCodePage(CODE, WRONG_CODE)),
}
