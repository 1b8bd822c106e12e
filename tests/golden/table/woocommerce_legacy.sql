-- phpMyAdmin SQL Dump
-- version 5.2.1
-- https://www.phpmyadmin.net/
--
-- Host: localhost:3306
-- Server version: 10.6.18-MariaDB

SET SQL_MODE = "NO_AUTO_VALUE_ON_ZERO";
START TRANSACTION;
SET time_zone = "+00:00";

/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET NAMES utf8mb4 */;

-- --------------------------------------------------------

CREATE TABLE `wp_posts` (
  `ID` bigint(20) UNSIGNED NOT NULL,
  `post_author` bigint(20) UNSIGNED NOT NULL DEFAULT 0,
  `post_date` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `post_date_gmt` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `post_content` longtext NOT NULL,
  `post_title` text NOT NULL,
  `post_status` varchar(20) NOT NULL DEFAULT 'publish',
  `post_password` varchar(255) NOT NULL DEFAULT '',
  `post_parent` bigint(20) UNSIGNED NOT NULL DEFAULT 0,
  `post_type` varchar(20) NOT NULL DEFAULT 'post'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

INSERT INTO `wp_posts` (`ID`, `post_author`, `post_date`, `post_date_gmt`, `post_content`, `post_title`, `post_status`, `post_password`, `post_parent`, `post_type`) VALUES
(1, 1, '2020-01-01 10:00:00', '2020-01-01 09:00:00', 'Hello <a href=\"https://shop.example.org\">;</a>', 'Hello', 'publish', '', 0, 'post'),
(55, 1, '2020-01-01 10:00:00', '2020-01-01 09:00:00', '', 'Month', 'publish', '', 0, 'product'),
(201, 1, '2023-07-01 12:00:00', '2023-07-01 10:00:00', '', 'Order', 'wc-completed', '', 0, 'shop_order'),
(202, 1, '2023-07-02 12:00:00', '2023-07-02 10:00:00', '', 'Order', 'wc-on-hold', '', 0, 'shop_order'),
(203, 1, '2023-07-03 12:00:00', '2023-07-03 10:00:00', '', 'Refund', 'wc-completed', '', 201, 'shop_order_refund'),
(204, 1, '2023-07-04 12:00:00', '0000-00-00 00:00:00', '', 'Auto Draft', 'auto-draft', '', 0, 'shop_order');

CREATE TABLE `wp_postmeta` (
  `meta_id` bigint(20) UNSIGNED NOT NULL,
  `post_id` bigint(20) UNSIGNED NOT NULL DEFAULT 0,
  `meta_key` varchar(255) DEFAULT NULL,
  `meta_value` longtext DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

INSERT INTO `wp_postmeta` (`meta_id`, `post_id`, `meta_key`, `meta_value`) VALUES
(1, 201, '_customer_user', '2'), (2, 201, '_payment_method', 'stripe'), (3, 201, '_transaction_id', 'ch_example0000000000000201'),
(4, 201, '_order_total', '24.95'), (5, 201, '_order_currency', 'EUR'), (6, 201, '_customer_ip_address', '192.0.2.20'),
(7, 201, '_customer_user_agent', 'Mozilla/5.0'), (8, 201, '_billing_first_name', 'Lena'), (9, 201, '_billing_last_name', 'O''Märk'),
(10, 201, '_billing_email', 'lark@mail.example.org'), (11, 201, '_billing_country', 'NL'), (12, 201, '_created_via', 'checkout'),
(13, 202, '_customer_user', '0'), (14, 202, '_order_total', '10.00'), (15, 202, '_order_currency', 'EUR'), (16, 202, '_payment_method', 'bacs'),
(17, 55, '_price', '24.95'), (18, 201, '_billing_postcode', '0123 AB'), (19, 201, '_billing_address_1', 'Dorpsstraat 1');

CREATE TABLE `wp_users` (
  `ID` bigint(20) UNSIGNED NOT NULL,
  `user_login` varchar(60) NOT NULL DEFAULT '',
  `user_pass` varchar(255) NOT NULL DEFAULT '',
  `user_email` varchar(100) NOT NULL DEFAULT '',
  `user_registered` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `display_name` varchar(250) NOT NULL DEFAULT ''
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

INSERT INTO `wp_users` (`ID`, `user_login`, `user_pass`, `user_email`, `user_registered`, `display_name`) VALUES
(2, 'lark', '$P$BVfa9FzgXvEpmyhdoqVxXdV0Xn7Rp12', 'lark@mail.example.org', '2022-01-02 03:04:05', 'Lark');

CREATE TABLE `wp_usermeta` (
  `umeta_id` bigint(20) UNSIGNED NOT NULL,
  `user_id` bigint(20) UNSIGNED NOT NULL DEFAULT 0,
  `meta_key` varchar(255) DEFAULT NULL,
  `meta_value` longtext DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE `wp_woocommerce_order_items` (
  `order_item_id` bigint(20) UNSIGNED NOT NULL,
  `order_item_name` text NOT NULL,
  `order_item_type` varchar(200) NOT NULL DEFAULT '',
  `order_id` bigint(20) UNSIGNED NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

INSERT INTO `wp_woocommerce_order_items` (`order_item_id`, `order_item_name`, `order_item_type`, `order_id`) VALUES
(1, 'Month', 'line_item', 201);

CREATE TABLE `wp_woocommerce_order_itemmeta` (
  `meta_id` bigint(20) UNSIGNED NOT NULL,
  `order_item_id` bigint(20) UNSIGNED NOT NULL,
  `meta_key` varchar(255) DEFAULT NULL,
  `meta_value` longtext DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

INSERT INTO `wp_woocommerce_order_itemmeta` (`meta_id`, `order_item_id`, `meta_key`, `meta_value`) VALUES
(1, 1, '_product_id', '55');

CREATE TABLE `wp_woocommerce_downloadable_product_permissions` (
  `permission_id` bigint(20) UNSIGNED NOT NULL,
  `download_id` varchar(36) NOT NULL,
  `product_id` bigint(20) UNSIGNED NOT NULL,
  `order_id` bigint(20) UNSIGNED NOT NULL DEFAULT 0,
  `user_id` bigint(20) UNSIGNED DEFAULT NULL,
  `access_granted` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `access_expires` datetime DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

INSERT INTO `wp_woocommerce_downloadable_product_permissions` (`permission_id`, `download_id`, `product_id`, `order_id`, `user_id`, `access_granted`, `access_expires`) VALUES
(1, '6f0e1a54-0000-4000-8000-000000000001', 55, 201, 2, '2023-07-01 00:00:00', NULL);

CREATE TABLE `wp_wc_download_log` (
  `download_log_id` bigint(20) UNSIGNED NOT NULL,
  `timestamp` datetime NOT NULL,
  `permission_id` bigint(20) UNSIGNED NOT NULL,
  `user_id` bigint(20) UNSIGNED DEFAULT NULL,
  `user_ip_address` varchar(100) DEFAULT ''
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

INSERT INTO `wp_wc_download_log` (`download_log_id`, `timestamp`, `permission_id`, `user_id`, `user_ip_address`) VALUES
(1, '2023-07-01 10:05:00', 1, 2, '192.0.2.20');

--
-- Indexes for dumped tables
--
ALTER TABLE `wp_posts`
  ADD PRIMARY KEY (`ID`),
  ADD KEY `type_status_date` (`post_type`,`post_status`,`post_date`,`ID`);
COMMIT;

/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;
