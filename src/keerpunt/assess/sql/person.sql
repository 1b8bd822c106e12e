-- What providers answered about each identity: one row per row of `subscriber` with response match.
-- In: subscriber, identity_link, origin_class. Out: identity_id, holder_key and the columns of the answer.
SELECT
    identity_link.identity_id,
    subscriber.record_key AS holder_key,
    subscriber.origin,
    origin_class.independent,
    subscriber.provider,
    subscriber.provider_kind,
    subscriber.provider_country,
    subscriber.customer_ref,
    subscriber.full_name,
    subscriber.birthdate,
    subscriber.line1,
    subscriber.postcode,
    subscriber.city,
    subscriber.country,
    subscriber.address_from,
    subscriber.address_to,
    subscriber.emails,
    subscriber.phones,
    subscriber.verification,
    subscriber.verified_on,
    subscriber.customer_since,
    subscriber.linked_kind,
    subscriber.linked_value,
    subscriber.linked_scope,
    subscriber.linked_amount_minor,
    subscriber.linked_currency,
    subscriber.linked_exponent,
    subscriber.linked_at_utc,
    subscriber.received_on,
    subscriber.valid_from_utc,
    'assumed' IN (subscriber.valid_from_zone_basis, subscriber.valid_to_zone_basis) AS assumed_zone,
    'ambiguous_hour' IN (subscriber.valid_from_precision, subscriber.valid_to_precision) AS double_hour,
    subscriber.valid_from_precision IN ('day', 'minute') OR subscriber.valid_to_precision IN ('day', 'minute')
        AS coarse,
    CASE subscriber.valid_to_precision
        WHEN 'day' THEN subscriber.valid_to_utc + INTERVAL 1 DAY ELSE subscriber.valid_to_utc
    END AS valid_to_utc
FROM subscriber
JOIN identity_link ON identity_link.record_key = subscriber.record_key
JOIN origin_class ON origin_class.origin = subscriber.origin
WHERE subscriber.response = 'match'
ORDER BY identity_id, holder_key, subscriber.origin, subscriber.source_sha256, subscriber.source_locator
