-- The pairs of names that some rule compares. In: lead, lead_payment, person, account, actor_account,
-- register_extract. Out: left_name, right_name (right: the name a provider holds), country (by whose habits both are
-- read: `M.` is a title in France and an initial elsewhere).
WITH told AS (
    SELECT *, CASE WHEN country = 'XX' THEN provider_country ELSE country END AS read_as FROM person
),
held AS (
    SELECT DISTINCT identity_id, full_name, read_as FROM told WHERE full_name IS NOT NULL
),
housemate AS (
    SELECT DISTINCT here.identity_id, other.full_name, other.read_as
    FROM person AS here
    JOIN told AS other
        ON other.postcode = here.postcode AND other.country = here.country AND other.identity_id <> here.identity_id
    WHERE other.full_name IS NOT NULL
)
SELECT lead_payment.payer_name AS left_name, held.full_name AS right_name, held.read_as AS country
FROM lead_payment
JOIN held ON held.identity_id = lead_payment.identity_id
WHERE lead_payment.payer_name IS NOT NULL
UNION
SELECT account.self_name, held.full_name, held.read_as
FROM lead
JOIN actor_account ON actor_account.actor_id = lead.actor_id
JOIN account ON account.platform_account_id = actor_account.platform_account_id
JOIN held ON held.identity_id = lead.identity_id
WHERE account.self_name IS NOT NULL
UNION
SELECT account.self_name, housemate.full_name, housemate.read_as
FROM lead
JOIN actor_account ON actor_account.actor_id = lead.actor_id
JOIN account ON account.platform_account_id = actor_account.platform_account_id
JOIN housemate ON housemate.identity_id = lead.identity_id
WHERE account.self_name IS NOT NULL
UNION
SELECT register_extract.full_name, told.full_name, told.read_as
FROM register_extract
JOIN told ON told.provider = register_extract.provider AND told.customer_ref = register_extract.customer_ref
WHERE register_extract.full_name IS NOT NULL AND told.full_name IS NOT NULL
UNION
SELECT one.full_name, two.full_name, two.read_as
FROM held AS one
JOIN held AS two ON two.identity_id = one.identity_id
ORDER BY left_name, right_name, country
