-- Lines of access providers: who had an address in which interval. Only leases to the second whose address was not
-- shared. In: ip_assignment. Out: lease (a key of the line), provider, customer_ref, ip, from_utc, to_utc.
-- A payment has no source port, so a lease shared by carrier-grade NAT names nobody.
SELECT DISTINCT
    provider || '|' || coalesce(customer_ref, '@' || source_locator) || '|' || ip || '|'
        || CAST(valid_from_utc AS VARCHAR) AS lease,
    provider,
    customer_ref,
    ip,
    valid_from_utc AS from_utc,
    valid_to_utc AS to_utc
FROM ip_assignment
WHERE cgnat = 'no' AND response IN ('match', 'unknown') AND ip IS NOT NULL
    AND valid_from_utc IS NOT NULL AND valid_to_utc IS NOT NULL
    AND valid_from_precision = 'second' AND valid_to_precision = 'second'
    AND valid_from_zone_basis <> 'assumed' AND valid_to_zone_basis <> 'assumed'
ORDER BY lease
