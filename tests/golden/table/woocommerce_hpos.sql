-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)
--
-- Host: localhost    Database: shop
-- ------------------------------------------------------
-- Server version	8.0.36

/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!50503 SET NAMES utf8mb4 */;
/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
/*!40103 SET TIME_ZONE='+00:00' */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;

DROP TABLE IF EXISTS `wp_options`;
CREATE TABLE `wp_options` (
  `option_id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `option_name` varchar(191) NOT NULL DEFAULT '',
  `option_value` longtext NOT NULL,
  PRIMARY KEY (`option_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO `wp_options` VALUES (1,'siteurl','https://shop.example.org'),(2,'note','a row ),( with; marks');

DROP TABLE IF EXISTS `wp_users`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!50503 SET character_set_client = utf8mb4 */;
CREATE TABLE `wp_users` (
  `ID` bigint unsigned NOT NULL AUTO_INCREMENT,
  `user_login` varchar(60) NOT NULL DEFAULT '',
  `user_pass` varchar(255) NOT NULL DEFAULT '',
  `user_nicename` varchar(50) NOT NULL DEFAULT '',
  `user_email` varchar(100) NOT NULL DEFAULT '',
  `user_url` varchar(100) NOT NULL DEFAULT '',
  `user_registered` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `user_activation_key` varchar(255) NOT NULL DEFAULT '',
  `user_status` int NOT NULL DEFAULT '0',
  `display_name` varchar(250) NOT NULL DEFAULT '',
  PRIMARY KEY (`ID`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4;
/*!40101 SET character_set_client = @saved_cs_client */;
LOCK TABLES `wp_users` WRITE;
/*!40000 ALTER TABLE `wp_users` DISABLE KEYS */;
INSERT INTO `wp_users` VALUES (1,'boss','$P$BVfa9FzgXvEpmyhdoqVxXdV0Xn7Rp11','boss','boss@mail.example.org','','2021-03-01 08:00:00','',0,'Boss'),(2,'lark','$P$BVfa9FzgXvEpmyhdoqVxXdV0Xn7Rp12','lark','lark@mail.example.org','','2024-03-31 02:30:00','',0,'Lark'),(3,'owl','$P$BVfa9FzgXvEpmyhdoqVxXdV0Xn7Rp13','owl','owl@mail.example.org','','0000-00-00 00:00:00','',0,'Owl');
/*!40000 ALTER TABLE `wp_users` ENABLE KEYS */;
UNLOCK TABLES;

CREATE TABLE `wp_usermeta` (
  `umeta_id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `user_id` bigint unsigned NOT NULL DEFAULT '0',
  `meta_key` varchar(255) DEFAULT NULL,
  `meta_value` longtext,
  PRIMARY KEY (`umeta_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO `wp_usermeta` VALUES (1,1,'wp_capabilities','a:1:{s:13:\"administrator\";b:1;}'),(2,2,'first_name','Lena'),(3,2,'last_name','O\'Märk'),(4,2,'wp_capabilities','a:1:{s:8:\"customer\";b:1;}'),(5,2,'billing_phone','+316 0000 0001'),(6,2,'billing_country','NL'),(7,2,'locale','nl_NL'),(8,2,'session_tokens','a:1:{s:64:\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\";a:0:{}}'),(9,3,'first_name',''),(10,3,'last_name',NULL);

CREATE TABLE `wp_wc_orders` (
  `id` bigint unsigned NOT NULL,
  `status` varchar(20) DEFAULT NULL,
  `currency` varchar(10) DEFAULT NULL,
  `type` varchar(20) DEFAULT NULL,
  `tax_amount` decimal(26,8) DEFAULT NULL,
  `total_amount` decimal(26,8) DEFAULT NULL,
  `customer_id` bigint unsigned DEFAULT NULL,
  `billing_email` varchar(320) DEFAULT NULL,
  `date_created_gmt` datetime DEFAULT NULL,
  `date_updated_gmt` datetime DEFAULT NULL,
  `parent_order_id` bigint unsigned DEFAULT NULL,
  `payment_method` varchar(100) DEFAULT NULL,
  `payment_method_title` text,
  `transaction_id` varchar(100) DEFAULT NULL,
  `ip_address` varchar(100) DEFAULT NULL,
  `user_agent` text,
  `customer_note` text,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO `wp_wc_orders` VALUES (101,'wc-completed','EUR','shop_order',0.00000000,24.95000000,2,'lark@mail.example.org','2024-05-01 10:00:00','2024-05-01 10:00:09',0,'stripe','Card','ch_example0000000000000101','192.0.2.10','Mozilla/5.0 (X11; \"quoted\")','leave at door; it\'s ),( fine'),(102,'wc-on-hold','EUR','shop_order',0.00000000,10.00000000,0,'guest@mail.example.org','2024-05-02 11:00:00','2024-05-02 11:00:00',0,'bacs','Bank transfer','','2001:db8::7',NULL,''),(103,'wc-completed','EUR','shop_order_refund',0.00000000,-24.95000000,2,NULL,'2024-05-03 10:00:00','2024-05-03 10:00:00',101,'','','',NULL,NULL,NULL),(104,'wc-checkout-draft','EUR','shop_order',0.00000000,1.00000000,2,'lark@mail.example.org','2024-05-04 10:00:00','2024-05-04 10:00:00',0,'','','','192.0.2.10','',''),(105,'wc-refunded','EUR','shop_order',0.00000000,1000.00000000,3,'owl@mail.example.org','2024-05-05 10:00:00','2024-05-05 10:00:00',0,'ppcp-gateway','PayPal','PAYEXAMPLE105','198.51.100.3','curl','');

CREATE TABLE `wp_wc_order_addresses` (
  `id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `order_id` bigint unsigned NOT NULL,
  `address_type` varchar(20) DEFAULT NULL,
  `first_name` text,
  `last_name` text,
  `company` text,
  `address_1` text,
  `address_2` text,
  `city` text,
  `state` text,
  `postcode` text,
  `country` text,
  `email` varchar(320) DEFAULT NULL,
  `phone` varchar(100) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO `wp_wc_order_addresses` VALUES (1,101,'billing','Lena','O\'Märk',NULL,'Dorpsstraat 1','bis','Utrecht','','0123 AB','NL','lark@mail.example.org','+316 0000 0001'),(2,101,'shipping','Some','Body','','Elsewhere 2','','Gent','','9000','BE','',''),(3,105,'billing','Otto','Uil','','','','','','','','owl@mail.example.org','');

CREATE TABLE `wp_wc_order_operational_data` (
  `id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `order_id` bigint unsigned DEFAULT NULL,
  `created_via` varchar(100) DEFAULT NULL,
  `woocommerce_version` varchar(20) DEFAULT NULL,
  `prices_include_tax` tinyint(1) DEFAULT NULL,
  `date_paid_gmt` datetime DEFAULT NULL,
  `date_completed_gmt` datetime DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO `wp_wc_order_operational_data` VALUES (1,101,'checkout','8.9.1',1,'2024-05-01 10:00:09',NULL),(2,105,'subscription','8.9.1',1,NULL,NULL);

CREATE TABLE `wp_woocommerce_order_items` (
  `order_item_id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `order_item_name` text NOT NULL,
  `order_item_type` varchar(200) NOT NULL DEFAULT '',
  `order_id` bigint unsigned NOT NULL,
  PRIMARY KEY (`order_item_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO `wp_woocommerce_order_items` VALUES (1,'Month','line_item',101),(2,'Year','line_item',101),(3,'Fee','fee',101),(4,'Month','line_item',102);
CREATE TABLE `wp_woocommerce_order_itemmeta` (
  `meta_id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `order_item_id` bigint unsigned NOT NULL,
  `meta_key` varchar(255) DEFAULT NULL,
  `meta_value` longtext,
  PRIMARY KEY (`meta_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO `wp_woocommerce_order_itemmeta` VALUES (1,1,'_product_id','55'),(2,1,'_qty','1'),(3,2,'_product_id','56'),(4,4,'_product_id','55');

CREATE TABLE `wp_woocommerce_downloadable_product_permissions` (
  `permission_id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `download_id` varchar(36) NOT NULL,
  `product_id` bigint unsigned NOT NULL,
  `order_id` bigint unsigned NOT NULL DEFAULT '0',
  `order_key` varchar(200) NOT NULL,
  `user_email` varchar(200) NOT NULL,
  `user_id` bigint unsigned DEFAULT NULL,
  `downloads_remaining` varchar(9) DEFAULT NULL,
  `access_granted` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `access_expires` datetime DEFAULT NULL,
  `download_count` bigint unsigned NOT NULL DEFAULT '0',
  PRIMARY KEY (`permission_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO `wp_woocommerce_downloadable_product_permissions` VALUES (1,'6f0e1a54-0000-4000-8000-000000000001',55,101,'wc_order_a','lark@mail.example.org',2,'','2024-05-01 00:00:00','2024-06-01 00:00:00',2),(2,'6f0e1a54-0000-4000-8000-000000000001',55,102,'wc_order_b','guest@mail.example.org',NULL,'','2024-05-02 00:00:00',NULL,0),(3,'6f0e1a54-0000-4000-8000-000000000002',56,101,'wc_order_a','lark@mail.example.org',2,'','0000-00-00 00:00:00',NULL,0);
CREATE TABLE `wp_wc_download_log` (
  `download_log_id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `timestamp` datetime NOT NULL,
  `permission_id` bigint unsigned NOT NULL,
  `user_id` bigint unsigned DEFAULT NULL,
  `user_ip_address` varchar(100) DEFAULT '',
  PRIMARY KEY (`download_log_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO `wp_wc_download_log` VALUES (1,'2024-05-01 10:05:00',1,2,'192.0.2.10'),(2,'2024-05-01 23:59:59',9,NULL,'');
/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;
/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;

-- Dump completed on 2024-06-01 12:00:00
