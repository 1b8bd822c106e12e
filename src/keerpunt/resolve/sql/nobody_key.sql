-- Values of rows that identify nobody; they are counted, each once. For increments only.
-- In: payment and subscriber, each with row_no; value_form. Out: source (table), row_no, key.
WITH held AS (
    SELECT 'payment' AS source, row_no, 'email' AS kind, payer_email AS raw, 'XX' AS country FROM payment
    UNION ALL
    SELECT 'payment', row_no, 'paypal_login', payer_email, 'XX' FROM payment
    UNION ALL
    SELECT 'payment', row_no, 'phone', payer_phone, billing_country FROM payment
    UNION ALL
    SELECT 'payment', row_no, 'iban', iban, 'XX' FROM payment
    UNION ALL
    SELECT 'subscriber', row_no, 'email', one.raw, 'XX'
    FROM subscriber CROSS JOIN unnest(subscriber.emails) AS one (raw)
    UNION ALL
    SELECT 'subscriber', row_no, 'phone', one.raw, subscriber.country
    FROM subscriber CROSS JOIN unnest(subscriber.phones) AS one (raw)
    UNION ALL
    SELECT 'subscriber', row_no,
        CASE linked_kind WHEN 'paypal' THEN 'paypal_login' ELSE linked_kind END,
        linked_value,
        CASE linked_kind WHEN 'phone' THEN country ELSE 'XX' END
    FROM subscriber
)
SELECT DISTINCT held.source, held.row_no, 'nobody|' || held.kind || '|' || value_form.value AS key
FROM held
JOIN value_form
    ON value_form.kind = held.kind AND value_form.raw = held.raw AND value_form.country = held.country
    AND value_form.code <> 'ok'
