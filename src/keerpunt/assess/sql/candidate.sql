-- The identities that may have acted as an actor (ASSESSMENT.md section 1a).
-- In: paid, identity_link, instrument_match, contact, holding, ip_event, lease. Out: actor_id, identity_id.
WITH payer AS (
    SELECT paid.actor_id, identity_link.identity_id
    FROM paid
    JOIN identity_link ON identity_link.record_key = paid.payment_key
),
instrument AS (
    SELECT paid.actor_id, instrument_match.identity_id
    FROM paid
    JOIN instrument_match ON instrument_match.payment_key = paid.payment_key AND instrument_match.origin = paid.origin
),
contacted AS (
    SELECT contact.actor_id, holding.identity_id
    FROM contact
    JOIN holding ON holding.via = 'linked' AND holding.kind = contact.kind AND holding.value = contact.value
),
-- An address leads to a line only to the second, inside the lease, and with a port where lines share it.
line AS (
    SELECT ip_event.actor_id, lease.identity_id
    FROM ip_event
    JOIN lease
        ON lease.ip = ip_event.ip
        AND ip_event.used_utc >= lease.from_utc AND ip_event.used_utc <= lease.to_utc
    WHERE ip_event."precision" = 'second' AND ip_event.zone_basis <> 'assumed'
        AND (
            lease.cgnat = 'no'
            OR (ip_event.src_port >= lease.port_from AND ip_event.src_port <= lease.port_to)
        )
    UNION ALL
    SELECT ip_event.actor_id, holding.identity_id
    FROM ip_event
    JOIN holding
        ON holding.kind = 'ip' AND holding.value = ip_event.ip
        AND ip_event.used_utc >= holding.from_utc AND ip_event.used_utc <= holding.to_utc
    WHERE ip_event."precision" = 'second' AND ip_event.zone_basis <> 'assumed'
)
SELECT actor_id, identity_id FROM payer WHERE actor_id IS NOT NULL AND identity_id IS NOT NULL
UNION
SELECT actor_id, identity_id FROM instrument WHERE actor_id IS NOT NULL
UNION
SELECT actor_id, identity_id FROM contacted
UNION
SELECT actor_id, identity_id FROM line WHERE identity_id IS NOT NULL
ORDER BY actor_id, identity_id
