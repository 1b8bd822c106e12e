-- Contacts of accounts that might be shared: another account has the same mailbox name or the same last digits.
-- In: account. Out: platform_account_id, kind (email, phone), raw, country (reads national numbers).
-- The coarse key only spares work: what it lets through is compared by its exact rule.
WITH contact AS (
    SELECT DISTINCT
        platform_account_id, 'email' AS kind, email AS raw, 'XX' AS country,
        replace(lower(split_part(split_part(email, '@', 1), '+', 1)), '.', '') AS coarse
    FROM account
    WHERE email IS NOT NULL
    UNION
    SELECT platform_account_id, 'phone', phone, self_country, right(translate(phone, ' -()+./', ''), 6)
    FROM account
    WHERE phone IS NOT NULL
),
shared AS (
    SELECT kind, coarse FROM contact GROUP BY kind, coarse HAVING count(DISTINCT platform_account_id) > 1
)
SELECT contact.platform_account_id, contact.kind, contact.raw, contact.country
FROM contact
JOIN shared ON shared.kind = contact.kind AND shared.coarse = contact.coarse
ORDER BY contact.platform_account_id, contact.kind, contact.raw, contact.country
