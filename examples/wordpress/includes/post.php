<?php
/** What an editor says of a single post: on or off, the voice, members only. */

defined('ABSPATH') || exit;

add_action('init', function () {
    foreach (TTS_SERVICE_POST_KEYS as $key) {
        register_post_meta('post', $key, [
            'type' => 'string',
            'single' => true,
            'show_in_rest' => true,
            'sanitize_callback' => 'tts_service_sanitized_meta',
            'auth_callback' => function ($allowed, $meta, $id) {
                return current_user_can('edit_post', $id);
            },
        ]);
    }
});

function tts_service_sanitized_meta($value, $key) {
    $allowed = ['_tts_service_switch' => ['on', 'off'], '_tts_service_members' => ['yes']];
    $value = sanitize_text_field(is_string($value) ? $value : '');
    return !isset($allowed[$key]) || in_array($value, $allowed[$key], true) ? $value : '';
}

add_action('add_meta_boxes_post', function () {
    add_meta_box('tts-service', __('Listen', 'tts-service'), 'tts_service_meta_box', 'post', 'side');
});

function tts_service_meta_box($post) {
    wp_nonce_field("tts-service-$post->ID", 'tts_service_nonce');
    $switch = get_post_meta($post->ID, '_tts_service_switch', true);
    $choices = ['' => __('As all posts', 'tts-service'), 'on' => __('Can be heard', 'tts-service'), 'off' => __('Cannot be heard', 'tts-service')];
    echo '<p><label for="tts-service-switch">' . esc_html__('This post', 'tts-service') . '</label><select style="width: 100%; box-sizing: border-box" id="tts-service-switch" name="_tts_service_switch">';
    foreach ($choices as $value => $label) {
        printf('<option value="%s"%s>%s</option>', esc_attr($value), selected($switch, $value, false), esc_html($label));
    }
    echo '</select></p>';
    printf(
        '<p><label for="tts-service-voice">%s</label><input type="text" class="widefat" id="tts-service-voice" name="_tts_service_voice" value="%s" placeholder="%s"></p>',
        esc_html__('Voice', 'tts-service'),
        esc_attr(get_post_meta($post->ID, '_tts_service_voice', true)),
        esc_attr(tts_service_option('voice') ?: __('As the service decides', 'tts-service'))
    );
    printf(
        '<p><label><input type="checkbox" name="_tts_service_members" value="yes"%s> %s</label></p>',
        checked(tts_service_is_for_members($post->ID), true, false),
        esc_html__('Only members hear it', 'tts-service')
    );
}

add_action('save_post_post', function ($id) {
    $nonce = sanitize_text_field(wp_unslash($_POST['tts_service_nonce'] ?? ''));
    if (!wp_verify_nonce($nonce, "tts-service-$id") || !current_user_can('edit_post', $id) || (defined('DOING_AUTOSAVE') && DOING_AUTOSAVE)) {
        return;
    }
    foreach (TTS_SERVICE_POST_KEYS as $key) {
        $value = tts_service_sanitized_meta(wp_unslash($_POST[$key] ?? ''), $key);
        $value === '' ? delete_post_meta($id, $key) : update_post_meta($id, $key, $value);
    }
});
