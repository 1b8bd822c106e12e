-- The payments of each lead: the actor's payments whose party is the identity, or whose instrument an answer names it
-- for at that instant. In: lead, paid, identity_link, instrument_match.
-- Out: the columns of paid with lead_id, identity_id, is_party, is_match (named exactly by somebody
-- independent, at that instant, in scope),
-- weak_scope (named for an equal token of another or unstated scope), holder_keys, holder_origins.
WITH matched AS (
    SELECT
        payment_key,
        origin,
        identity_id,
        bool_or(same_scope AND holder_independent) AS exact,
        bool_or(NOT same_scope) AS other_scope,
        list(DISTINCT holder_key ORDER BY holder_key) AS holder_keys,
        list(DISTINCT holder_origin ORDER BY holder_origin) AS holder_origins
    FROM instrument_match
    WHERE inside IS NULL OR inside
    GROUP BY payment_key, origin, identity_id
)
SELECT
    lead.lead_id,
    lead.identity_id,
    paid.*,
    identity_link.identity_id IS NOT NULL AS is_party,
    matched.exact IS NOT NULL AND matched.exact AS is_match,
    matched.exact IS NOT NULL AND NOT matched.exact AND matched.other_scope AS weak_scope,
    matched.holder_keys,
    matched.holder_origins
FROM lead
JOIN paid ON paid.actor_id = lead.actor_id
LEFT JOIN identity_link
    ON identity_link.record_key = paid.payment_key AND identity_link.identity_id = lead.identity_id
LEFT JOIN matched
    ON matched.payment_key = paid.payment_key AND matched.origin = paid.origin
    AND matched.identity_id = lead.identity_id
WHERE identity_link.identity_id IS NOT NULL OR matched.exact IS NOT NULL
ORDER BY lead.lead_id, paid.payment_key, paid.origin
