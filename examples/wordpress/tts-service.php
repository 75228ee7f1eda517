<?php
/**
 * Plugin Name: Listen to articles
 * Description: A Listen button on your posts, by a tts-service: as block, shortcode or above every post; voices, members only, and the state of each post.
 * Version: 2.1
 * Requires at least: 6.1
 * Requires PHP: 7.4
 * License: GPL-3.0-or-later
 * Text Domain: tts-service
 * Domain Path: /languages
 *
 * Put this folder into wp-content/plugins/, activate the plugin, and open Settings → Listen. What wp-config.php defines comes first:
 *   define('TTS_SERVICE_URL', 'https://listen.example');
 *   define('TTS_HOOK_SECRET', 'the service\'s TTS_HOOK_SECRET');
 *   define('TTS_API_KEY', 'one of the service\'s TTS_API_KEYS');
 *   define('TTS_ACCESS_KEY', 'the name and secret of one of its TTS_ACCESS_KEYS, as name=hmac:secret');
 */

defined('ABSPATH') || exit;

foreach (['options', 'settings', 'members', 'post', 'button', 'service', 'states'] as $tts_service_part) {
    require __DIR__ . "/includes/$tts_service_part.php";
}

add_action('init', function () {
    load_plugin_textdomain('tts-service', false, dirname(plugin_basename(__FILE__)) . '/languages');
});
