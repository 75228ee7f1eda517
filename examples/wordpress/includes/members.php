<?php
/** Posts for members: who may hear them, and the signed token by which the service knows. */

defined('ABSPATH') || exit;

const TTS_SERVICE_TOKEN_SECONDS = 3600;

/** [name, secret] of "name=hmac:secret", or null. */
function tts_service_parsed_key($text) {
    return preg_match('/^([A-Za-z0-9_-]{1,32})=hmac:(\S{32,})$/', $text, $found) ? [$found[1], $found[2]] : null;
}

/** Whoever may edit the post hears it, too. */
function tts_service_is_member($id) {
    return array_intersect(wp_get_current_user()->roles, tts_service_option('roles')) || current_user_can('edit_post', $id);
}

/** For the page of a post; "" without a key that can sign. */
function tts_service_token($id) {
    $key = tts_service_parsed_key(tts_service_option('access_key'));
    if (!$key) {
        return '';
    }
    $expires = time() + TTS_SERVICE_TOKEN_SECONDS;
    $signature = hash_hmac('sha256', "listen-access\n" . get_permalink($id) . "\n$expires", $key[1], true);
    return "$key[0].$expires." . rtrim(strtr(base64_encode($signature), '+/', '-_'), '=');
}

add_action('rest_api_init', function () {
    register_rest_route('tts-service/v1', '/token/(?P<id>\d+)', [
        'methods' => 'GET',
        'permission_callback' => function ($request) {
            $id = (int) $request['id'];
            return get_post_status($id) === 'publish' && tts_service_is_for_members($id) && tts_service_is_member($id);
        },
        'callback' => function ($request) {
            return ['token' => tts_service_token((int) $request['id'])]; // WordPress keeps it from caches: whoever asks is logged in
        },
    ]);
});
