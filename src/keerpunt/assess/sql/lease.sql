-- Who had an internet address, as access providers answered. In: ip_assignment, person, origin_class.
-- Out: one row per answer and customer, with what is wrong with its times; identity_id NULL where nobody answered who that customer is.
WITH customer AS (
    SELECT DISTINCT provider, customer_ref, identity_id, holder_key
    FROM person
    WHERE customer_ref IS NOT NULL AND independent
)
SELECT
    ip_assignment.record_key AS lease_key,
    ip_assignment.origin,
    origin_class.independent,
    customer.identity_id,
    customer.holder_key,
    ip_assignment.provider,
    ip_assignment.customer_ref,
    lower(ip_assignment.ip) AS ip,
    ip_assignment.port_from,
    ip_assignment.port_to,
    ip_assignment.valid_from_utc AS from_utc,
    CASE ip_assignment.valid_to_precision
        WHEN 'day' THEN ip_assignment.valid_to_utc + INTERVAL 1 DAY ELSE ip_assignment.valid_to_utc
    END AS to_utc,
    'assumed' IN (ip_assignment.valid_from_zone_basis, ip_assignment.valid_to_zone_basis) AS assumed_zone,
    'ambiguous_hour' IN (ip_assignment.valid_from_precision, ip_assignment.valid_to_precision) AS double_hour,
    ip_assignment.valid_from_precision IN ('day', 'minute') OR ip_assignment.valid_to_precision IN ('day', 'minute')
        AS coarse,
    ip_assignment.cgnat,
    ip_assignment.installation_line1,
    ip_assignment.installation_postcode,
    ip_assignment.installation_country
FROM ip_assignment
JOIN origin_class ON origin_class.origin = ip_assignment.origin
LEFT JOIN customer
    ON customer.provider = ip_assignment.provider AND customer.customer_ref = ip_assignment.customer_ref
WHERE ip_assignment.ip IS NOT NULL AND ip_assignment.response IN ('match', 'unknown')
ORDER BY lease_key, ip_assignment.origin, customer.identity_id, customer.holder_key
