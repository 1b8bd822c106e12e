-- The edges of a model that hold identities of leads together (E13). In: lead, links, edges.
-- Out: identity_id, left_key, right_key, explanation.
SELECT DISTINCT links.entity_id AS identity_id, edges.left_key, edges.right_key, edges.explanation
FROM edges
JOIN links ON links.record_key = edges.left_key AND links.entity_kind = 'identity'
JOIN (SELECT DISTINCT identity_id FROM lead) AS wanted ON wanted.identity_id = links.entity_id
WHERE edges.kind = 'linked' AND edges.refused_by = ''
ORDER BY ALL
