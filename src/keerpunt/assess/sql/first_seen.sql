-- The first payment of each instrument, per channel in time (burst, section 5). In: paid.
-- Out: channel, instrument_key, bin, payer_name, paid_utc, payment_key, origin; only channels that have a window of
-- $burst_minutes with $burst_instruments of them; in_window counts those within the window that begins here.
WITH seen AS (
    SELECT
        channel,
        concat_ws('|', instrument_kind, instrument, scope) AS instrument_key,
        bin,
        payer_name,
        paid_utc,
        payment_key,
        origin,
        row_number() OVER (
            PARTITION BY instrument_kind, instrument, scope ORDER BY paid_utc, psp, psp_ref, payment_key, origin
        ) AS place
    FROM paid
    WHERE instrument IS NOT NULL AND "precision" IN ('second', 'minute')
),
counted AS (
    SELECT
        *,
        count(*) OVER (
            PARTITION BY channel ORDER BY paid_utc
            RANGE BETWEEN CURRENT ROW AND to_minutes(CAST($burst_minutes AS INTEGER)) FOLLOWING
        ) AS in_window
    FROM seen
    WHERE place = 1
)
SELECT counted.channel, instrument_key, bin, payer_name, paid_utc, payment_key, origin, in_window
FROM counted
JOIN (SELECT channel FROM counted GROUP BY channel HAVING max(in_window) >= $burst_instruments) AS busy
    ON busy.channel = counted.channel
ORDER BY counted.channel, paid_utc, payment_key, origin
