DROP TABLE rtos, ndrs, shipment_events, courier_news, courier_bookings, shipments, shipping_rates;
ALTER TABLE pincodes
    DROP COLUMN zone, DROP COLUMN is_serviceable, DROP COLUMN takes_cash, DROP COLUMN cash_max,
    DROP COLUMN min_days, DROP COLUMN max_days, DROP COLUMN parcels, DROP COLUMN parcels_back,
    DROP COLUMN days_p50, DROP COLUMN days_p90;
