-- The pairs of names that some rule compares. In: lead, lead_payment, person, account, actor_account,
-- register_extract. Out: left_name, right_name (right: the name a provider holds).
WITH held AS (
    SELECT DISTINCT identity_id, full_name FROM person WHERE full_name IS NOT NULL
),
housemate AS (
    SELECT DISTINCT here.identity_id, other.full_name
    FROM person AS here
    JOIN person AS other
        ON other.postcode = here.postcode AND other.country = here.country AND other.identity_id <> here.identity_id
    WHERE other.full_name IS NOT NULL
)
SELECT lead_payment.payer_name AS left_name, held.full_name AS right_name
FROM lead_payment
JOIN held ON held.identity_id = lead_payment.identity_id
WHERE lead_payment.payer_name IS NOT NULL
UNION
SELECT account.self_name, held.full_name
FROM lead
JOIN actor_account ON actor_account.actor_id = lead.actor_id
JOIN account ON account.platform_account_id = actor_account.platform_account_id
JOIN held ON held.identity_id = lead.identity_id
WHERE account.self_name IS NOT NULL
UNION
SELECT account.self_name, housemate.full_name
FROM lead
JOIN actor_account ON actor_account.actor_id = lead.actor_id
JOIN account ON account.platform_account_id = actor_account.platform_account_id
JOIN housemate ON housemate.identity_id = lead.identity_id
WHERE account.self_name IS NOT NULL
UNION
SELECT register_extract.full_name, person.full_name
FROM register_extract
JOIN person ON person.provider = register_extract.provider AND person.customer_ref = register_extract.customer_ref
WHERE register_extract.full_name IS NOT NULL AND person.full_name IS NOT NULL
UNION
SELECT one.full_name, two.full_name
FROM held AS one
JOIN held AS two ON two.identity_id = one.identity_id
ORDER BY left_name, right_name
