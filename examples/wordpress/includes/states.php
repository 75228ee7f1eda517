<?php
/** The column of the list of posts that says what can be heard. It is filled when the page is there already. */

defined('ABSPATH') || exit;

add_filter('manage_post_posts_columns', function ($columns) {
    return tts_service_option('url') === '' ? $columns : $columns + ['tts-service' => __('Listen', 'tts-service')];
});

add_action('manage_post_posts_custom_column', function ($column, $id) {
    if ($column === 'tts-service') {
        printf('<span data-tts-service="%d" aria-live="polite">%s</span>', (int) $id, esc_html__('…', 'tts-service'));
    }
}, 10, 2);

add_action('admin_enqueue_scripts', function ($page) {
    if ($page !== 'edit.php' || get_current_screen()->post_type !== 'post' || tts_service_option('url') === '') {
        return;
    }
    wp_enqueue_script('tts-service-states', plugins_url('assets/states.js', __DIR__), [], '2.0', true);
    wp_localize_script('tts-service-states', 'ttsServiceStates', ['url' => admin_url('admin-ajax.php'), 'nonce' => wp_create_nonce('tts-service-states')]);
});

add_action('wp_ajax_tts_service_states', function () {
    check_ajax_referer('tts-service-states');
    $ids = array_slice(array_map('absint', (array) ($_GET['ids'] ?? [])), 0, 200);
    $mine = array_filter($ids, fn ($id) => get_post_type($id) === 'post' && current_user_can('edit_post', $id));
    wp_send_json_success(array_combine($mine, array_map('tts_service_state', $mine)));
});

/** In words. What will not change by itself is remembered for a minute. */
function tts_service_state($id) {
    if (get_post_status($id) !== 'publish') {
        return '—';
    }
    if (!tts_service_is_on($id)) {
        return __('Off', 'tts-service');
    }
    $name = 'tts_service_' . md5(get_permalink($id) . tts_service_voice($id) . get_post_modified_time('U', true, $id));
    $known = get_transient($name);
    if ($known === false) {
        [$known, $is_settled] = tts_service_asked($id);
        $is_settled && set_transient($name, $known, MINUTE_IN_SECONDS);
    }
    return $known;
}

/** [in words, whether it is settled], as the service says. */
function tts_service_asked($id) {
    $url = add_query_arg(array_map('rawurlencode', array_filter(['url' => get_permalink($id), 'voice' => tts_service_voice($id)])), tts_service_option('url') . '/v1/articles');
    $key = tts_service_option('api_key');
    $answer = wp_remote_get($url, ['timeout' => 3, 'headers' => $key === '' ? [] : ['Authorization' => "Bearer $key"]]);
    if (wp_remote_retrieve_response_code($answer) !== 200) {
        return [__('No answer', 'tts-service'), false];
    }
    $article = json_decode(wp_remote_retrieve_body($answer), true)['articles'][0] ?? null;
    switch ($article['status'] ?? '') {
        case 'ready':
            return [tts_service_is_for_members($id) ? __('Ready, members only', 'tts-service') : __('Ready', 'tts-service'), true];
        case 'failed':
            /* translators: %s: why, as the service says it */
            return [sprintf(__('Failed: %s', 'tts-service'), $article['error']['detail'] ?? ''), true];
        case '':
            return [__('Not yet heard', 'tts-service'), false];
    }
    return [__('Rendering', 'tts-service'), false];
}
