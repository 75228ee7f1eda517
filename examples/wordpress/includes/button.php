<?php
/** The button: above or below every post, where its block stands, and where [listen] does. */

defined('ABSPATH') || exit;

add_action('init', function () {
    register_block_type(dirname(__DIR__) . '/block', ['render_callback' => 'tts_service_button']);
    wp_set_script_translations('tts-service-listen-editor-script', 'tts-service', dirname(__DIR__) . '/languages');
    add_shortcode('listen', function () {
        return tts_service_button();
    });
});

add_filter('the_content', function ($content) {
    $position = tts_service_option('position');
    if ($position === 'none' || !is_singular('post') || !in_the_loop() || !is_main_query() || tts_service_is_placed(get_post())) {
        return $content;
    }
    return $position === 'above' ? tts_service_button() . $content : $content . tts_service_button();
}, 20);

// Its space is there from the first: nothing moves when the button comes.
add_action('wp_enqueue_scripts', function () {
    wp_register_style('tts-service', false, [], '2.1');
    wp_enqueue_style('tts-service');
    wp_add_inline_style('tts-service', 'listen-button { display: block; min-height: 4rem; margin-block: 1rem }');
});

/** Whether its author has said where the button stands. */
function tts_service_is_placed($post) {
    return has_block('tts-service/listen', $post) || has_shortcode($post->post_content, 'listen');
}

/** Of the post that is shown; "" where it cannot be heard. */
function tts_service_button() {
    $id = get_the_ID();
    if (!$id || tts_service_option('url') === '' || is_feed() || get_post_type($id) !== 'post' || post_password_required($id) || !tts_service_is_on($id)) {
        return '';
    }
    $attributes = ['url' => is_singular() ? '' : get_permalink($id), 'voice' => tts_service_voice($id), 'show' => tts_service_option('show')];
    if (tts_service_is_for_members($id)) {
        if (!tts_service_is_member($id)) {
            return '';
        }
        $attributes['token'] = tts_service_token($id);
        tts_service_renew($id);
    }
    wp_enqueue_script('tts-service-button', tts_service_option('url') . '/listen-button.js', [], null, true);
    $html = '<listen-button';
    foreach (array_filter($attributes) as $name => $value) {
        $html .= sprintf(' %s="%s"', $name, esc_attr($value));
    }
    return "$html></listen-button>";
}

/** Asks for another token when one has expired while somebody listens. */
function tts_service_renew($id) {
    wp_enqueue_script('tts-service-renew', plugins_url('assets/renew.js', __DIR__), [], '2.0', true);
    wp_localize_script('tts-service-renew', 'ttsService', ['token' => rest_url("tts-service/v1/token/$id"), 'nonce' => wp_create_nonce('wp_rest')]);
}

add_filter('script_loader_tag', function ($tag, $handle, $src) {
    return $handle === 'tts-service-button' ? '<script type="module" src="' . esc_url($src) . '"></script>' . "\n" : $tag;
}, 10, 3);
