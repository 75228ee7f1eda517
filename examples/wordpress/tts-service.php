<?php
/**
 * Plugin Name: Listen to articles
 * Description: A Listen button above every article, and word to the tts-service whenever a post is published, edited or withdrawn.
 * Version: 1.1
 * Requires PHP: 7.4
 * License: GPL-3.0-or-later
 *
 * Put this file into wp-content/plugins/, activate it, and set in wp-config.php:
 *   define('TTS_SERVICE_URL', 'https://listen.example');
 *   define('TTS_HOOK_SECRET', 'the service\'s TTS_HOOK_SECRET');
 */

defined('ABSPATH') || exit;

add_filter('the_content', function ($content) {
    if (!defined('TTS_SERVICE_URL') || !is_singular('post') || !in_the_loop() || !is_main_query() || post_password_required()) {
        return $content;
    }
    $script = esc_url(untrailingslashit(TTS_SERVICE_URL) . '/listen-button.js');
    return '<script type="module" src="' . $script . '"></script><listen-button></listen-button>' . $content;
});

add_action('transition_post_status', function ($new, $old, $post) {
    if ($post->post_type !== 'post' || ($new !== 'publish' && $old !== 'publish')) {
        return;
    }
    // What has a password is published, but not for everybody.
    $is_public = $new === 'publish' && $post->post_password === '';
    tts_service_tell($post, !$is_public ? 'deleted' : ($old !== 'publish' ? 'published' : 'updated'));
}, 10, 3);

// A post that has moved to another address: readers are led there, and listeners need only that one.
add_action('post_updated', function ($id, $after, $before) {
    $was_public = $before->post_type === 'post' && $before->post_status === 'publish' && $after->post_status === 'publish';
    if ($was_public && get_permalink($before) !== get_permalink($after)) {
        tts_service_tell($before, 'deleted');
    }
}, 10, 3);

// A post that is deleted for good without having been in the trash.
add_action('before_delete_post', function ($id, $post) {
    if ($post->post_type === 'post' && $post->post_status === 'publish') {
        tts_service_tell($post, 'deleted');
    }
}, 10, 2);

function tts_service_tell($post, $event) {
    if (!defined('TTS_SERVICE_URL') || !defined('TTS_HOOK_SECRET')) {
        return;
    }
    // A draft, or a post in the trash, has another address: tell of the one that readers knew.
    $public = clone $post;
    $public->post_status = 'publish';
    $public->post_name = preg_replace('/__trashed$/', '', $post->post_name);
    $body = wp_json_encode(['url' => get_permalink($public), 'event' => $event, 'version' => $post->post_modified_gmt]);
    $time = (string) time();
    wp_remote_post(untrailingslashit(TTS_SERVICE_URL) . '/v1/hooks/articles', [
        'blocking' => false,
        'headers' => [
            'Content-Type' => 'application/json',
            'X-Timestamp' => $time,
            'X-Signature-256' => 'sha256=' . hash_hmac('sha256', $time . '.' . $body, TTS_HOOK_SECRET),
        ],
        'body' => $body,
    ]);
}
