-- Accounts that bear one user name, or one stem of it in one language with one self-declared birth date.
-- In: account; $block_cap. Out: platform_account_id. A stem is a user name without figures and marks, of four letters or
-- more; a name that more accounts bear than the cap is a word and not a person's habit.
WITH named AS (
    SELECT DISTINCT
        platform_account_id,
        lower(username) AS username,
        translate(lower(username), '0123456789._-', '') || '|' || locale || '|' || CAST(self_birthdate AS VARCHAR) AS habit
    FROM account
    WHERE username IS NOT NULL
),
key AS (
    SELECT platform_account_id, username AS value FROM named
    UNION
    SELECT platform_account_id, habit FROM named WHERE habit IS NOT NULL AND substr(split_part(habit, '|', 1), 4, 1) <> ''
),
shared AS (
    SELECT value
    FROM key
    GROUP BY value
    HAVING count(DISTINCT platform_account_id) > 1 AND count(DISTINCT platform_account_id) <= $block_cap
)
SELECT DISTINCT key.platform_account_id
FROM key
JOIN shared ON shared.value = key.value
ORDER BY key.platform_account_id
