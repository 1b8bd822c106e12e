-- The instants an access provider is asked about: one a day of each address, with a port where one is known, of the latest
-- ten days. In: ask_use. Out: ip, used_utc, src_port.
WITH daily AS (
    SELECT
        ip,
        used_utc,
        src_port,
        row_number() OVER (
            PARTITION BY ip, CAST(used_utc AS DATE) ORDER BY src_port IS NULL, used_utc, src_port
        ) AS place
    FROM (SELECT DISTINCT ip, used_utc, src_port FROM ask_use) AS used
),
latest AS (
    SELECT ip, used_utc, src_port, row_number() OVER (PARTITION BY ip ORDER BY used_utc DESC) AS place
    FROM daily
    WHERE place = 1
)
SELECT ip, used_utc, src_port FROM latest WHERE place <= 10 ORDER BY ip, used_utc
