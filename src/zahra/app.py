"""Putting the shop together: settings in, an assembled `Shop` out, and who listens to what.

The only module that knows all parts. The web factory, the worker, every command, the seeds and
the tests start here.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zahra import production
from zahra.base import idempotency, limits
from zahra.base.db import Database, Listener, PooledConnections
from zahra.base.events import Event
from zahra.base.jobs import JobQueue, Periodic, Worker
from zahra.base.keys import Keys
from zahra.base.logs import set_up_logs
from zahra.providers.carriers import email_carriers, sms_carriers
from zahra.providers.couriers import couriers_of
from zahra.providers.gateways import gateways_of, withdrawn_from
from zahra.providers.local_disk import LocalDisk
from zahra.providers.outbox import Outbox
from zahra.providers.s3 import S3, bucket_of
from zahra.providers.typst_paper import TypstPaper
from zahra.settings import CannotRun, Settings
from zahra.shop import (
    analytics,
    books,
    cart,
    catalog,
    cod,
    identity,
    inventory,
    messaging,
    notifications,
    orders,
    payments,
    privacy,
    returns,
    shipping,
    tax,
    uploads,
)
from zahra.shop.assembled import Brand, Shop

if TYPE_CHECKING:
    from fastapi import FastAPI

LISTENERS: Mapping[type[Event], Sequence[Listener]] = {
    identity.CodeAnswered: [identity.on_code_answered],
    identity.PhoneTold: [identity.on_phone_told],
    identity.LoggedIn: [cart.on_logged_in],
    inventory.StockBandChanged: [inventory.on_stock_band_changed],
    catalog.StyleChanged: [inventory.on_style_changed],
    orders.OrderPlaced: [returns.on_order_placed, notifications.on_order_placed],
    orders.OrderCancelled: [returns.on_order_cancelled],
    orders.OrderLapsed: [notifications.on_order_lapsed],
    orders.MoneyReturned: [notifications.on_money_returned],
    orders.PayoutNeedsAccount: [notifications.on_payout_needs_account],
    orders.RefundRedirected: [notifications.on_refund_redirected],
    orders.PiecesCancelled: [notifications.on_pieces_cancelled],
    orders.ShipmentDispatched: [notifications.on_shipment_dispatched],
    orders.ShipmentGoesOut: [notifications.on_shipment_goes_out],
    orders.ShipmentDelivered: [notifications.on_shipment_delivered],
    orders.ShipmentLost: [notifications.on_shipment_not_coming],
    orders.ShipmentCameBack: [notifications.on_shipment_not_coming],
    returns.ReturnMoved: [notifications.on_return_moved],
    returns.ReturnSettled: [notifications.on_return_settled],
    shipping.ShipmentNews: [orders.on_shipment_news],
    shipping.UnclaimedNews: [returns.on_unclaimed_news],
}

JOBS = (
    identity.deliver_code,
    identity.deliver_code_elsewhere,
    identity.deliver_code_from_reserve,
    identity.tell_of_change,
    identity.tell_of_new_device,
    identity.tell_of_new_password,
    identity.send_reset_link,
    identity.send_enrolment,
    identity.tell_of_factors,
    inventory.refresh_card,
    notifications.jobs.send_message,
    privacy.jobs.make_export,
    privacy.jobs.finish_erasure,
    returns.call_off_pickup,
    returns.jobs.book_pickup,
    returns.jobs.follow_pickup,
    shipping.tell_buyer,
    shipping.tell_courier,
    shipping.call_off,
    orders.jobs.settle_event,
    orders.jobs.settle_attempt,
    orders.jobs.execute_refund,
    orders.jobs.follow_shipment,
    orders.jobs.ask_to_confirm,
    orders.jobs.send_prepaid_link,
    orders.jobs.tell_desk,
    payments.close_at_gateway,
    payments.forget_at_gateway,
)

PERIODIC = (
    Periodic("* * * * *", orders.jobs.poll_attempts),
    Periodic("* * * * *", orders.jobs.expire_orders),
    Periodic("* * * * *", inventory.expire_holds),
    Periodic("*/5 * * * *", orders.jobs.end_prepaid_links),
    Periodic("33 * * * *", orders.jobs.give_rewards),
    Periodic("52 */4 * * *", orders.jobs.ask_about_disputes),
    Periodic("* * * * *", notifications.jobs.send_waiting),
    Periodic("1 * * * *", identity.plan_sms_budget),
    Periodic("*/5 * * * *", analytics.report_alerts),
    Periodic("17 * * * *", cart.forget_old_carts),
    Periodic("7 * * * *", identity.forget_what_is_over),
    Periodic("27 * * * *", idempotency.forget_old_answers),
    Periodic("22 * * * *", returns.jobs.expire_returns),
    Periodic("37 * * * *", limits.forget_full_buckets),
    Periodic("47 * * * *", privacy.jobs.forget_leftovers),
    Periodic("52 * * * *", uploads.jobs.remove_forgotten),
    Periodic("12 * * * *", books.jobs.compare_payments),
    Periodic("42 * * * *", books.jobs.note_mismatches),
    Periodic("37 20 * * *", books.jobs.see_the_doctor),
    Periodic("7 6 * * *", books.jobs.reconcile_settlements),
    Periodic("*/15 * * * *", shipping.jobs.ask_couriers),
    Periodic("4-59/15 * * * *", returns.jobs.ask_about_pickups),
    Periodic("12 21 * * *", shipping.jobs.learn_places),
    Periodic("27 21 * * *", shipping.jobs.forget_old_news),
    Periodic("7 21 * * *", messaging.forget_old_deliveries),
    Periodic("17 21 * * *", payments.forget_old_bodies),
)


def assemble(settings: Settings) -> Shop:
    """The shop these settings describe; nothing is opened yet. Raises CannotRun."""
    set_up_logs(style="console" if settings.in_development else "json", level=settings.log_level)
    if not settings.database_url:
        raise CannotRun("There is no database: set DATABASE_URL, or use `zahra run`.")
    connections = PooledConnections(settings.database_url, size=settings.database_pool)
    database = Database(connections, LISTENERS, JobQueue())
    keys = Keys(settings.master_keys())
    brand = Brand(settings.brand, settings.url)
    gateways = _gateways(settings)
    return Shop(
        database=database,
        keys=keys,
        gateways=gateways,
        couriers=couriers_of(settings),
        senders=_senders(settings, messaging.Record(database, keys), brand),
        storage=_storage(settings),
        terms=_terms(settings, gateways),
        policy=identity.Policy(limits_off=settings.rate_limits == "off"),
        brand=brand,
        paper=TypstPaper(brand.name),
        desk=settings.care_email,
    )


def create_app() -> "FastAPI":
    """The web application, for the server: one per worker process.

    Only here is the web loaded: the worker and the commands start sooner without it.
    """
    from zahra.web.site import create_site

    settings = Settings()  # pyright: ignore[reportCallIssue]
    production.check(settings)
    return create_site(assemble(settings), settings)


def worker_for(shop: Shop, settings: Settings) -> Worker:
    """The worker that does this shop's jobs."""
    return Worker(settings.database_url, jobs=JOBS, periodic=PERIODIC, ports=ports_of(shop))


def ports_of(shop: Shop) -> Mapping[str, Any]:
    """What a job may name as a parameter."""
    return {name: getattr(shop, name) for name in Shop.__slots__}


def _gateways(settings: Settings) -> payments.Gateways:
    try:
        offered, withdrawn = gateways_of(settings), withdrawn_from(settings)
    except ValueError as why:
        raise CannotRun(f"A gateway is not set up rightly: {why}.") from None
    return payments.Gateways(offered, withdrawn, home=settings.url)


def _senders(settings: Settings, record: messaging.Record, brand: Brand) -> messaging.Senders:
    if settings.in_development:
        outbox = Outbox(settings.data_dir / "outbox")
        return messaging.Carriers(record, sms=[outbox], email=[outbox])
    try:
        sms, email = sms_carriers(settings, brand), email_carriers(settings)
    except ValueError as why:
        raise CannotRun(f"A carrier of messages is not set up rightly: {why}.") from None
    if not sms or not email:
        raise CannotRun("There is nobody to carry SMS, or nobody to carry e-mail.")
    return messaging.Carriers(record, sms=sms, email=email)


def _storage(settings: Settings) -> catalog.Storage:
    if settings.storage_url.startswith("s3:"):
        return S3(bucket_of(settings.storage_url))
    folder = settings.storage_url.removeprefix("file:")
    return LocalDisk(Path(folder) if folder else settings.data_dir / "media")


def _terms(settings: Settings, gateways: payments.Gateways) -> cart.Terms:
    online = tuple(gateway.name for gateway in gateways.on_offer)
    return cart.Terms(
        seller=_seller(settings),
        cod=shipping.CodTerms(settings.cod_fee, settings.cod_min, settings.cod_max),
        origin=shipping.Origin(
            settings.seller_pincode,
            settings.seller_state,
            settings.cut_off_hour,
            settings.days_off,
        ),
        payment_methods=(*online, cart.COD),
        confirm_by=timedelta(hours=settings.cod_confirm_hours),
        pay_link=cod.LinkTerms(
            lifetime=timedelta(hours=settings.cod_link_hours),
            cut_off_hour=settings.cut_off_hour,
            reward=settings.cod_link_reward,
        ),
    )


def _seller(settings: Settings) -> tax.Seller:
    return tax.Seller(
        gstin=settings.gstin,
        state_code=settings.seller_state,
        legal_name=settings.legal_name,
        address=settings.legal_address,
        series=settings.invoice_series,
        note_series=settings.credit_note_series,
        hsn_digits=settings.hsn_digits,
        dead_zone=tax.DeadZone(settings.dead_zone),
        care=f"Customer care: {settings.care_email}, {settings.care_phone}. Grievance officer: "
        f"{settings.grievance_officer}, {settings.grievance_email}.",
    )
