-- What the accounts of interest say about themselves. In: account, wanted_account (platform_account_id).
-- Out: platform_account_id, self_name, self_birthdate (ISO), self_country, username, locale, email, phone.
SELECT DISTINCT
    account.platform_account_id,
    account.self_name,
    CAST(account.self_birthdate AS VARCHAR) AS self_birthdate,
    account.self_country,
    account.username,
    account.locale,
    account.email,
    account.phone
FROM account
JOIN wanted_account ON wanted_account.platform_account_id = account.platform_account_id
ORDER BY platform_account_id, self_name, self_birthdate, self_country, username, locale, email, phone
