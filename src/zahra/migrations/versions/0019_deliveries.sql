-- PIN codes as couriers see them and as our own parcels taught us, rates, shipments, and what
-- couriers tell of them.

-- What a courier's list or the staff say (a NULL is not known), then what was learned at night from
-- our own parcels of the last half year: working days from dispatch to the door, and how many came
-- back.
ALTER TABLE pincodes
    ADD COLUMN zone char(1) CONSTRAINT pincodes_zone CHECK (zone IN ('A', 'B', 'C', 'D', 'E')),
    ADD COLUMN is_serviceable boolean NOT NULL DEFAULT true,
    ADD COLUMN takes_cash boolean NOT NULL DEFAULT true,
    ADD COLUMN cash_max bigint CONSTRAINT pincodes_cash_max CHECK (cash_max > 0),
    ADD COLUMN min_days int,
    ADD COLUMN max_days int,
    ADD COLUMN parcels int NOT NULL DEFAULT 0,
    ADD COLUMN parcels_back int NOT NULL DEFAULT 0,
    ADD COLUMN days_p50 int,
    ADD COLUMN days_p90 int,
    ADD CONSTRAINT pincodes_days CHECK (
        (min_days IS NULL) = (max_days IS NULL) AND 0 < min_days AND min_days <= max_days),
    ADD CONSTRAINT pincodes_learned CHECK (
        0 <= parcels_back AND parcels_back <= parcels
        AND (days_p50 IS NULL) = (days_p90 IS NULL) AND 0 < days_p50 AND days_p50 <= days_p90);

-- A way of delivery with rates is priced by them; one without has its flat price. The first slab of
-- 500 g, then each further one.
CREATE TABLE shipping_rates (
    method_key text NOT NULL CONSTRAINT shipping_rates_method REFERENCES shipping_methods,
    zone char(1) NOT NULL CONSTRAINT shipping_rates_zone CHECK (zone IN ('A', 'B', 'C', 'D', 'E')),
    first_slab bigint NOT NULL CONSTRAINT shipping_rates_first CHECK (first_slab >= 0),
    next_slab bigint NOT NULL CONSTRAINT shipping_rates_next CHECK (next_slab >= 0),
    min_days int NOT NULL,
    max_days int NOT NULL,
    CONSTRAINT shipping_rates_pk PRIMARY KEY (method_key, zone),
    CONSTRAINT shipping_rates_days CHECK (0 < min_days AND min_days <= max_days)
);

-- One parcel. `number` is how couriers know it: the order's number and a running one.
CREATE TABLE shipments (
    id uuid CONSTRAINT shipments_pk PRIMARY KEY,
    order_id uuid NOT NULL CONSTRAINT shipments_order REFERENCES orders,
    number text NOT NULL CONSTRAINT shipments_number UNIQUE,
    state text NOT NULL CONSTRAINT shipments_state CHECK (state IN (
        'created', 'awb_assigned', 'pickup_scheduled', 'picked_up', 'in_transit',
        'out_for_delivery', 'undelivered', 'delivered', 'rto_initiated', 'rto_in_transit',
        'rto_delivered', 'lost', 'damaged', 'cancelled')),
    courier text NOT NULL,
    collectable bigint NOT NULL CONSTRAINT shipments_collectable CHECK (collectable >= 0),
    declared bigint NOT NULL CONSTRAINT shipments_declared CHECK (declared >= 0),
    parcel jsonb NOT NULL,
    address jsonb NOT NULL,
    email text,
    contents jsonb NOT NULL,
    pincode char(6) NOT NULL,
    promised_by date,
    courier_order_id text,
    courier_shipment_id text,
    awb text,
    carrier text,
    tracking_url text,
    freight bigint CONSTRAINT shipments_freight CHECK (freight >= 0),
    attempts int NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    state_at timestamptz NOT NULL,
    dispatched_at timestamptz,
    delivered_at timestamptz,
    asked_at timestamptz,
    CONSTRAINT shipments_delivered_at CHECK ((state = 'delivered') = (delivered_at IS NOT NULL)),
    CONSTRAINT shipments_awb UNIQUE (courier, awb)
);
CREATE INDEX shipments_of_order ON shipments (order_id, created_at);
CREATE INDEX shipments_newest ON shipments (created_at DESC, id DESC);
CREATE INDEX shipments_on_their_way ON shipments (coalesce(asked_at, state_at))
    WHERE state NOT IN ('created', 'delivered', 'rto_delivered', 'lost', 'damaged', 'cancelled');
CREATE INDEX shipments_ended ON shipments (pincode, state_at)
    WHERE state IN ('delivered', 'rto_delivered');

-- Couriers do not know a repeat again: one row a shipment says whether one was asked, and which of
-- the courier's orders is ours. `asked_until` keeps a second worker out while the first one asks.
CREATE TABLE courier_bookings (
    shipment_id uuid CONSTRAINT courier_bookings_pk PRIMARY KEY
        CONSTRAINT courier_bookings_shipment REFERENCES shipments,
    courier text NOT NULL,
    state text NOT NULL CONSTRAINT courier_bookings_state
        CHECK (state IN ('asked', 'opened', 'booked', 'refused')),
    tries int NOT NULL DEFAULT 0,
    asked_until timestamptz NOT NULL,
    courier_order_id text,
    last_error text,
    CONSTRAINT courier_bookings_order UNIQUE (courier, courier_order_id),
    CONSTRAINT courier_bookings_known CHECK (
        state NOT IN ('opened', 'booked') OR courier_order_id IS NOT NULL)
);

-- What couriers sent, as it came.
CREATE TABLE courier_news (
    id uuid CONSTRAINT courier_news_pk PRIMARY KEY,
    courier text NOT NULL,
    digest bytea NOT NULL,
    raw bytea NOT NULL,
    scans int NOT NULL,
    received_at timestamptz NOT NULL,
    CONSTRAINT courier_news_once UNIQUE (courier, digest)
);
CREATE INDEX courier_news_age ON courier_news (received_at);

-- Each scan once, however often it is told. A state of NULL: a code we do not know. A scan of a
-- number that is none of ours has no shipment.
CREATE TABLE shipment_events (
    id uuid CONSTRAINT shipment_events_pk PRIMARY KEY,
    shipment_id uuid CONSTRAINT shipment_events_shipment REFERENCES shipments,
    courier text NOT NULL,
    awb text NOT NULL,
    key text NOT NULL,
    code text NOT NULL,
    state text CONSTRAINT shipment_events_state CHECK (state IN (
        'created', 'awb_assigned', 'pickup_scheduled', 'picked_up', 'in_transit',
        'out_for_delivery', 'undelivered', 'delivered', 'rto_initiated', 'rto_in_transit',
        'rto_delivered', 'lost', 'damaged', 'cancelled')),
    remark text NOT NULL DEFAULT '',
    location text NOT NULL DEFAULT '',
    occurred_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    CONSTRAINT shipment_events_once UNIQUE (courier, key)
);
CREATE INDEX shipment_events_of_shipment ON shipment_events (shipment_id, occurred_at);
CREATE INDEX shipment_events_unclaimed ON shipment_events (courier, awb)
    WHERE shipment_id IS NULL;

-- A failed attempt at the door, and what the buyer or the staff answered.
CREATE TABLE ndrs (
    id uuid CONSTRAINT ndrs_pk PRIMARY KEY,
    shipment_id uuid NOT NULL CONSTRAINT ndrs_shipment REFERENCES shipments,
    attempt int NOT NULL CONSTRAINT ndrs_attempt CHECK (attempt > 0),
    state text NOT NULL CONSTRAINT ndrs_state
        CHECK (state IN ('open', 'answered', 'pushed', 'closed')),
    reason text NOT NULL,
    wish text CONSTRAINT ndrs_wish CHECK (wish IN ('fix_address', 'pick_date', 'cancel')),
    address jsonb,
    deliver_on date,
    note text NOT NULL DEFAULT '',
    answered_by text,
    failed_at timestamptz NOT NULL,
    opened_at timestamptz NOT NULL,
    answered_at timestamptz,
    pushed_at timestamptz,
    closed_at timestamptz,
    CONSTRAINT ndrs_once UNIQUE (shipment_id, attempt),
    CONSTRAINT ndrs_answered_says_what CHECK (
        state NOT IN ('answered', 'pushed') OR wish IS NOT NULL),
    CONSTRAINT ndrs_date CHECK ((wish = 'pick_date') IS NOT TRUE OR deliver_on IS NOT NULL),
    CONSTRAINT ndrs_address CHECK ((wish = 'fix_address') IS NOT TRUE OR address IS NOT NULL)
);
CREATE UNIQUE INDEX ndrs_one_open ON ndrs (shipment_id) WHERE state <> 'closed';
CREATE INDEX ndrs_newest ON ndrs (opened_at DESC, id DESC);

-- A parcel that comes back to us; never a return of its buyer's. One a shipment.
CREATE TABLE rtos (
    id uuid CONSTRAINT rtos_pk PRIMARY KEY,
    shipment_id uuid NOT NULL CONSTRAINT rtos_shipment REFERENCES shipments
        CONSTRAINT rtos_one_a_shipment UNIQUE,
    state text NOT NULL CONSTRAINT rtos_state CHECK (state IN (
        'initiated', 'in_transit_back', 'received', 'qc_ok', 'qc_damaged', 'closed',
        'called_off', 'lost')),
    reason text NOT NULL DEFAULT '',
    freight_out bigint NOT NULL DEFAULT 0 CONSTRAINT rtos_freight_out CHECK (freight_out >= 0),
    freight_back bigint NOT NULL DEFAULT 0 CONSTRAINT rtos_freight_back CHECK (freight_back >= 0),
    resellable int NOT NULL DEFAULT 0 CONSTRAINT rtos_resellable CHECK (resellable >= 0),
    damaged int NOT NULL DEFAULT 0 CONSTRAINT rtos_damaged CHECK (damaged >= 0),
    opened_at timestamptz NOT NULL,
    received_at timestamptz,
    judged_at timestamptz,
    closed_at timestamptz
);
CREATE INDEX rtos_newest ON rtos (opened_at DESC, id DESC);
