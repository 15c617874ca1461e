"""SQL that finds what people were not told or were told twice, and work that was left lying."""

from zahra.shop.books.model import Check, Thing

CHECKS = (
    Check(
        "Every placed order was confirmed on each channel its owner has",
        Thing.ORDER,
        """
        SELECT o.id::text FROM orders o
        CROSS JOIN LATERAL (VALUES ('email', o.email), ('sms', o.phone)) AS c (channel, contact)
        LEFT JOIN messages m ON m.order_id = o.id AND m.template = 'order_placed'
            AND m.channel = c.channel
        WHERE o.status = 'placed' AND c.contact IS NOT NULL AND m.id IS NULL
        """,
    ),
    Check(
        "No order was confirmed twice",
        Thing.ORDER,
        """
        SELECT order_id::text FROM messages WHERE template = 'order_placed'
        GROUP BY order_id, channel HAVING count(*) > 1
        """,
    ),
    Check(
        "No message waits for more than an hour",
        Thing.MESSAGE,
        """
        SELECT id::text FROM messages
        WHERE state = 'queued' AND created_at < %(now)s::timestamptz - interval '1 hour'
        """,
    ),
    Check(
        "Every job older than an hour is done, waits for its time, or is reported",
        Thing.JOB,
        """
        SELECT j.id::text FROM procrastinate_jobs j
        WHERE j.status IN ('todo', 'doing')
          AND coalesce(j.scheduled_at, '-infinity') < %(now)s::timestamptz - interval '1 hour'
          AND NOT EXISTS (SELECT FROM procrastinate_events e
              WHERE e.job_id = j.id AND e.at >= %(now)s::timestamptz - interval '1 hour')
        """,
    ),
    Check(
        "No session that has ended was given a refresh token since",
        Thing.SESSION,
        """
        SELECT DISTINCT s.id::text FROM sessions s JOIN refresh_tokens t ON t.session_id = s.id
        WHERE t.issued_at > s.revoked_at
        """,
    ),
)
