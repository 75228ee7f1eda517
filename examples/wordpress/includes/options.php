<?php
/** What is set: by wp-config.php, else on the settings page; and what is set of a single post. */

defined('ABSPATH') || exit;

const TTS_SERVICE_CONSTANTS = ['url' => 'TTS_SERVICE_URL', 'hook_secret' => 'TTS_HOOK_SECRET', 'api_key' => 'TTS_API_KEY', 'access_key' => 'TTS_ACCESS_KEY'];
const TTS_SERVICE_DEFAULTS = [
    'url' => '',
    'hook_secret' => '',
    'api_key' => '',
    'access_key' => '',
    'voice' => '',
    'show' => '',
    'position' => 'above',
    'default' => 'on',
    'roles' => [],
];
const TTS_SERVICE_POST_KEYS = ['_tts_service_switch', '_tts_service_voice', '_tts_service_members'];

/** Whether wp-config.php says it, so that nobody can change it on the settings page. */
function tts_service_is_fixed($name) {
    return isset(TTS_SERVICE_CONSTANTS[$name]) && defined(TTS_SERVICE_CONSTANTS[$name]);
}

function tts_service_option($name) {
    if (tts_service_is_fixed($name)) {
        $value = constant(TTS_SERVICE_CONSTANTS[$name]);
    } else {
        $value = (get_option('tts_service', []) + TTS_SERVICE_DEFAULTS)[$name];
    }
    return $name === 'url' ? untrailingslashit($value) : $value;
}

/** Whether the post is to be heard at all: as it says itself, else as all posts are. */
function tts_service_is_on($id) {
    return (get_post_meta($id, '_tts_service_switch', true) ?: tts_service_option('default')) === 'on';
}

function tts_service_is_for_members($id) {
    return get_post_meta($id, '_tts_service_members', true) === 'yes';
}

/** "" for the one that the service chooses. */
function tts_service_voice($id) {
    return get_post_meta($id, '_tts_service_voice', true) ?: tts_service_option('voice');
}
