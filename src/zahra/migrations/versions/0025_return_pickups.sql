-- Couriers who fetch what comes back, and pictures that people send us.

-- A courier asked to fetch a return's pieces from their buyer: one row a try, and one expected at a
-- time. `number` is how the courier knows it. `booking` says what was asked and what came of it,
-- `asked_until` keeps a second worker out meanwhile; `state` is what its scans say.
CREATE TABLE return_pickups (
    id uuid CONSTRAINT return_pickups_pk PRIMARY KEY,
    return_id uuid NOT NULL CONSTRAINT return_pickups_return REFERENCES returns,
    number text NOT NULL CONSTRAINT return_pickups_number UNIQUE,
    courier text NOT NULL,
    booking text NOT NULL CONSTRAINT return_pickups_booking
        CHECK (booking IN ('asked', 'opened', 'booked', 'refused')),
    state text NOT NULL CONSTRAINT return_pickups_state CHECK (state IN (
        'waiting', 'scheduled', 'failed', 'picked_up', 'on_its_way', 'delivered', 'cancelled',
        'lost')),
    tries int NOT NULL DEFAULT 0,
    asked_until timestamptz NOT NULL,
    last_error text,
    courier_order_id text,
    courier_shipment_id text,
    awb text,
    carrier text,
    tracking_url text,
    freight bigint CONSTRAINT return_pickups_freight CHECK (freight >= 0),
    pickup_on date,
    failures int NOT NULL DEFAULT 0 CONSTRAINT return_pickups_failures CHECK (failures >= 0),
    said text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    state_at timestamptz NOT NULL,
    booked_at timestamptz,
    called_off_at timestamptz,
    polled_at timestamptz,
    CONSTRAINT return_pickups_order UNIQUE (courier, courier_order_id),
    CONSTRAINT return_pickups_awb UNIQUE (courier, awb),
    CONSTRAINT return_pickups_known CHECK (
        booking NOT IN ('opened', 'booked') OR courier_order_id IS NOT NULL),
    CONSTRAINT return_pickups_booked_under_a_number CHECK (
        booking <> 'booked' OR (awb IS NOT NULL AND booked_at IS NOT NULL))
);
CREATE UNIQUE INDEX return_pickups_one_expected ON return_pickups (return_id)
    WHERE state IN ('waiting', 'scheduled', 'failed');
CREATE INDEX return_pickups_of_return ON return_pickups (return_id, created_at);
CREATE INDEX return_pickups_awaited ON return_pickups (coalesce(polled_at, state_at))
    WHERE state NOT IN ('delivered', 'cancelled', 'lost');

-- Whose picture a stored file is: who sent it may show it. `id` begins its files' names. Of somebody
-- forgotten the row stays until the files are deleted.
CREATE TABLE uploads (
    id text CONSTRAINT uploads_pk PRIMARY KEY,
    user_id uuid CONSTRAINT uploads_user REFERENCES users,
    width int NOT NULL CONSTRAINT uploads_width CHECK (width > 0),
    height int NOT NULL CONSTRAINT uploads_height CHECK (height > 0),
    is_for_catalogue boolean NOT NULL,
    at timestamptz NOT NULL,
    forgotten_at timestamptz,
    CONSTRAINT uploads_somebodys_or_forgotten
        CHECK ((user_id IS NULL) = (forgotten_at IS NOT NULL))
);
CREATE INDEX uploads_of_user ON uploads (user_id);
CREATE INDEX uploads_forgotten ON uploads (forgotten_at) WHERE forgotten_at IS NOT NULL;
