"""MySQL dumps of every program keep the contract of readers, by `from` and by `query`."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any, ClassVar

import pytest

from keerpunt.intake.formats import table
from keerpunt.intake.maps import shipped_maps
from tests.support.reader_contract import ReaderContract

pytestmark = pytest.mark.slow

GOLDEN = Path(__file__).parents[1] / "golden" / "table"
MAPS = {shipped.name: shipped.text.encode() for shipped in shipped_maps()}

USERS = b"""
[[table]]
from = "users"
to = "account"
[table.columns]
platform_account_id = "id"
username = { column = "name", repair = "double_utf8" }
registered = "created"
last_seen = "seen"
"""
MYSQLDUMP = b"""-- MySQL dump 10.13  Distrib 5.7.44, for Linux (x86_64)
/*!40101 SET NAMES utf8 */;
/*!40103 SET TIME_ZONE='+02:00' */;
CREATE TABLE `users` (`id` int(11) NOT NULL, `name` varchar(9), `created` datetime, `seen` timestamp NULL, `x` blob);
LOCK TABLES `users` WRITE;
INSERT INTO `users` VALUES (1,'a),(b\\'','2024-03-31 02:30:00','2024-05-01 12:00:00',_binary '\\0'),
(2,NULL,NULL,NULL,0xFF);
INSERT INTO `users` VALUES (3,'','0000-00-00 00:00:00','2024-05-01 12:00:00',NOW()),(NULL,'n',NULL,NULL,'');
UNLOCK TABLES;
-- Dump completed on 2024-05-02
"""
ADMINER = """-- Adminer 4.8.1 MySQL 8.0.29 dump

SET NAMES utf8;
SET time_zone = '+00:00';
SET foreign_key_checks = 0;

DROP TABLE IF EXISTS `users`;
CREATE TABLE `users` (
  `id` int NOT NULL AUTO_INCREMENT, `name` varchar(40) NOT NULL, `created` datetime NOT NULL, `seen` timestamp NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

INSERT INTO `users` (`id`, `name`, `created`, `seen`) VALUES
(1,\t'MÃ¼ller',\t'2024-01-01 10:00:00',\t'2024-01-01 10:00:00'),
(2,\t'it''s; fine',\t'2024-01-01 10:00:00',\t'2024-01-01 10:00:00')
ON DUPLICATE KEY UPDATE `id` = VALUES(`id`);

CREATE TABLE `other` (`x` int);
INSERT INTO `other` (`x`) VALUES (1), (2), (3);

-- 2024-01-02 10:00:00
""".encode()


class TestMysqlDump(ReaderContract):
    reader = table.READER
    sniffed = False
    file_name = "sample.sql"
    declared: ClassVar[dict[str, Any]] = {"map": "map.toml"}
    beside: ClassVar[dict[str, bytes]] = {"map.toml": USERS}
    samples: ClassVar[dict[str, bytes]] = {"mysqldump": MYSQLDUMP, "adminer": ADMINER, "gzip": gzip.compress(MYSQLDUMP)}


class TestMysqlDumpByQuery(ReaderContract):
    reader = table.READER
    sniffed = False
    file_name = "sample.sql"
    declared: ClassVar[dict[str, Any]] = {"map": "map.toml"}
    beside: ClassVar[dict[str, bytes]] = {"map.toml": MAPS["phpbb"]}
    samples: ClassVar[dict[str, bytes]] = {"phpbb": (GOLDEN / "phpbb.sql").read_bytes()}
