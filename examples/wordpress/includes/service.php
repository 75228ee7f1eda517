<?php
/** The service is told of every post that is published, edited or withdrawn. */

defined('ABSPATH') || exit;

// Behind everything that is saved with a post, in whatever editor.
add_action('wp_after_insert_post', function ($id, $post, $update, $before) {
    if ($post->post_type !== 'post' || wp_is_post_revision($id)) {
        return;
    }
    $was_heard = tts_service_was_heard($before);
    $moved = $was_heard && $post->post_status === 'publish' && get_permalink($before) !== get_permalink($post);
    if ($moved) { // Readers are led to the new address, and listeners need only that one.
        tts_service_tell($before, 'deleted');
    }
    if (tts_service_is_heard($post)) {
        update_post_meta($id, '_tts_service_told', '1');
        tts_service_send($post, $was_heard && !$moved ? 'updated' : 'published');
    } elseif ($was_heard || get_post_meta($id, '_tts_service_told', true)) {
        delete_post_meta($id, '_tts_service_told');
        tts_service_tell($post, 'deleted');
    }
}, 10, 4);

// A post that is deleted for good without having been in the trash.
add_action('before_delete_post', function ($id, $post) {
    if ($post->post_type === 'post' && $post->post_status === 'publish') {
        tts_service_tell($post, 'deleted');
    }
}, 10, 2);

/** What has a password is published, but not for everybody. */
function tts_service_is_heard($post) {
    return $post->post_status === 'publish' && $post->post_password === '' && tts_service_is_on($post->ID);
}

function tts_service_was_heard($before) {
    return $before && $before->post_status === 'publish' && $before->post_password === '';
}

/** With a key the post is asked for, in its voice; what is for members is sent, for the service cannot read it. */
function tts_service_send($post, $event) {
    $is_closed = tts_service_is_for_members($post->ID);
    $was_closed = get_post_meta($post->ID, '_tts_service_closed', true) === 'yes';
    if (tts_service_option('api_key') === '') {
        $is_closed ? tts_service_tell($post, 'deleted') : tts_service_tell($post, $event);
        return;
    }
    $asked = ['voice' => tts_service_voice($post->ID), 'show' => tts_service_option('show')];
    if ($is_closed || $was_closed) {
        $asked += ['html' => tts_service_page($post), 'access' => $is_closed ? 'members' : 'open'];
    } else {
        $asked += ['url' => get_permalink($post), 'version' => tts_service_version($post)];
    }
    $is_closed ? update_post_meta($post->ID, '_tts_service_closed', 'yes') : delete_post_meta($post->ID, '_tts_service_closed');
    tts_service_post('/v1/articles', wp_json_encode(array_filter($asked)), ['Authorization' => 'Bearer ' . tts_service_option('api_key')]);
}

/** Changes with the post: WordPress counts only seconds, and a post may be saved twice in one. */
function tts_service_version($post) {
    return $post->post_modified_gmt . ' ' . md5($post->post_title . "\n" . $post->post_content);
}

/** The whole text of the post as a page: what a reader who has paid sees of it. */
function tts_service_page($post) {
    $content = strip_shortcodes(excerpt_remove_blocks($post->post_content));
    $author = get_the_author_meta('display_name', $post->post_author);
    return sprintf(
        '<!doctype html><html lang="%s"><head><title>%s</title><link rel="canonical" href="%s"><meta name="author" content="%s"></head><body><article><h1>%2$s</h1>%5$s</article></body></html>',
        esc_attr(get_bloginfo('language')),
        esc_html(get_the_title($post)),
        esc_url(get_permalink($post)),
        esc_attr($author),
        wpautop($content)
    );
}

/** A signed report. */
function tts_service_tell($post, $event) {
    $secret = tts_service_option('hook_secret');
    if ($secret === '') {
        return;
    }
    // A draft, or a post in the trash, has another address: tell of the one that readers knew.
    $public = clone $post;
    $public->post_status = 'publish';
    $public->post_name = preg_replace('/__trashed$/', '', $post->post_name);
    $body = wp_json_encode(['url' => get_permalink($public), 'event' => $event, 'version' => tts_service_version($post)]);
    $time = (string) time();
    tts_service_post('/v1/hooks/articles', $body, [
        'X-Timestamp' => $time,
        'X-Signature-256' => 'sha256=' . hash_hmac('sha256', "$time.$body", $secret),
    ]);
}

/** Nobody who saves a post waits for it. */
function tts_service_post($path, $body, $headers) {
    if (tts_service_option('url') === '') {
        return;
    }
    $headers['Content-Type'] = 'application/json';
    wp_remote_post(tts_service_option('url') . $path, ['blocking' => false, 'headers' => $headers, 'body' => $body]);
}
