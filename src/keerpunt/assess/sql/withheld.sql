-- Support that an error code took away, to tell whether a condition of the gate failed for it. In: effect_of.
-- Out: lead_id, code, hypothesis, low, high, origin, origins, independent, voids.
SELECT
    lead_id, code, rival AS hypothesis, low, high, origin, origins, independent, voids
FROM effect_of
WHERE NOT contradicts AND NOT blocked AND len(voids) > 0
ORDER BY ALL
