-- What access was granted, and whether a grant or download reaches what was no lawful content (section 7).
-- In: lead_paid, access_grant, purchase_order, folder, download, lawful_product, lawful_scope.
-- Out: lead_id, n_folders, reaches. Every scope not named lawful belongs to the offence; a folder's own word comes first.
WITH owned AS (
    SELECT DISTINCT lead_id, platform_account_id FROM lead_paid WHERE platform_account_id IS NOT NULL
),
offered AS (
    SELECT
        folder.folder_id,
        folder.period,
        bool_or(folder.content_scope = 'lawful') OR (
            NOT bool_or(folder.content_scope = 'illegal') AND bool_or(lawful_scope.scope IS NOT NULL)
        ) AS lawful
    FROM folder
    LEFT JOIN lawful_scope
        ON lawful_scope.scope IN ('folder:' || folder.folder_id, 'period:' || folder.period)
    GROUP BY folder.folder_id, folder.period
),
granted AS (
    SELECT
        owned.lead_id,
        access_grant.scope,
        lawful_scope.scope IS NOT NULL OR bool_or(lawful_product.product IS NOT NULL) AS lawful
    FROM owned
    JOIN access_grant ON access_grant.platform_account_id = owned.platform_account_id
    LEFT JOIN purchase_order ON purchase_order.order_id = access_grant.order_id
    LEFT JOIN lawful_product ON lawful_product.product = purchase_order.product
    LEFT JOIN lawful_scope ON lawful_scope.scope = access_grant.scope
    WHERE access_grant.scope IS NOT NULL
    GROUP BY owned.lead_id, access_grant.scope, lawful_scope.scope
),
opened AS (
    SELECT granted.lead_id, granted.scope, granted.lawful AS lawful_grant, offered.folder_id, offered.lawful
    FROM granted
    JOIN offered
        ON granted.scope = 'all' OR granted.scope = 'period:' || offered.period
        OR granted.scope = 'folder:' || offered.folder_id
),
counted AS (
    SELECT lead_id, count(DISTINCT folder_id) AS n_folders FROM opened WHERE NOT lawful GROUP BY lead_id
),
reached AS (
    SELECT lead_id FROM opened WHERE NOT lawful AND NOT lawful_grant
    UNION
    -- A scope of which no folder is known is judged by its own name.
    SELECT granted.lead_id
    FROM granted
    LEFT JOIN opened ON opened.lead_id = granted.lead_id AND opened.scope = granted.scope
    WHERE opened.lead_id IS NULL AND NOT granted.lawful
    UNION
    SELECT owned.lead_id
    FROM owned
    JOIN download ON download.platform_account_id = owned.platform_account_id
    JOIN offered ON offered.folder_id = download.folder_id
    WHERE NOT offered.lawful AND download.status IN (200, 206)
)
SELECT
    owned.lead_id,
    max(counted.n_folders) AS n_folders,
    bool_or(reached.lead_id IS NOT NULL) AS reaches
FROM owned
LEFT JOIN counted ON counted.lead_id = owned.lead_id
LEFT JOIN reached ON reached.lead_id = owned.lead_id
GROUP BY owned.lead_id
ORDER BY owned.lead_id
