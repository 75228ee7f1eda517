<?php
/** Settings → Listen. */

defined('ABSPATH') || exit;

add_action('admin_menu', function () {
    add_options_page(__('Listen to articles', 'tts-service'), __('Listen', 'tts-service'), 'manage_options', 'tts-service', 'tts_service_settings_page');
});

add_action('admin_init', function () {
    register_setting('tts-service', 'tts_service', ['type' => 'array', 'sanitize_callback' => 'tts_service_sanitized', 'show_in_rest' => false]);
    add_settings_section('service', __('The service', 'tts-service'), '__return_null', 'tts-service');
    add_settings_section('posts', __('Posts', 'tts-service'), '__return_null', 'tts-service');
    foreach (tts_service_fields() as $name => [$section, $label, $show]) {
        $for = in_array($name, ['position', 'default', 'roles'], true) ? [] : ['label_for' => "tts-service-$name"];
        add_settings_field($name, $label, $show, 'tts-service', $section, ['name' => $name] + $for);
    }
});

/** By name: the section, the label, and the function that shows it. */
function tts_service_fields() {
    return [
        'url' => ['service', __('Address', 'tts-service'), 'tts_service_text_field'],
        'hook_secret' => ['service', __('Hook secret', 'tts-service'), 'tts_service_secret_field'],
        'api_key' => ['service', __('API key', 'tts-service'), 'tts_service_secret_field'],
        'access_key' => ['service', __('Access key', 'tts-service'), 'tts_service_secret_field'],
        'voice' => ['posts', __('Voice', 'tts-service'), 'tts_service_text_field'],
        'show' => ['posts', __('Show', 'tts-service'), 'tts_service_text_field'],
        'position' => ['posts', __('Button', 'tts-service'), 'tts_service_choice_field'],
        'default' => ['posts', __('By default', 'tts-service'), 'tts_service_choice_field'],
        'roles' => ['posts', __('Roles that hear posts for members', 'tts-service'), 'tts_service_roles_field'],
    ];
}

function tts_service_help($name) {
    $help = [
        'url' => __('Of the listening service, such as https://listen.example.', 'tts-service'),
        'hook_secret' => __('Its TTS_HOOK_SECRET. The service is told of every post that is published, edited or withdrawn.', 'tts-service'),
        'api_key' => __('One of its API keys. Needed for voices, shows and posts for members; for these it needs the scopes write and publish.', 'tts-service'),
        'access_key' => __('One of its TTS_ACCESS_KEYS, as name=hmac:secret. It signs the addresses of posts for members.', 'tts-service'),
        'voice' => __('For posts that name no other, such as hibari/heart. Empty: as the service decides.', 'tts-service'),
        'show' => __('The podcast that posts belong to. Empty: as the service decides.', 'tts-service'),
    ];
    return $help[$name] ?? '';
}

function tts_service_choices($name) {
    return $name === 'position'
        ? ['above' => __('Above the post', 'tts-service'), 'below' => __('Below the post', 'tts-service'), 'none' => __('Only where a block or shortcode stands', 'tts-service')]
        : ['on' => __('Posts can be heard', 'tts-service'), 'off' => __('Posts cannot be heard', 'tts-service')];
}

/** @param mixed $given what the form has sent; a secret that is left empty stays, and one of a single hyphen goes */
function tts_service_sanitized($given) {
    $old = get_option('tts_service', []) + TTS_SERVICE_DEFAULTS;
    $given = is_array($given) ? $given : [];
    // Saved for the first time, WordPress asks twice: what comes back is clean already.
    $text = fn ($name) => sanitize_text_field(is_string($given[$name] ?? null) ? $given[$name] : '');
    $new = ['url' => untrailingslashit(esc_url_raw($text('url'), ['http', 'https'])), 'voice' => $text('voice'), 'show' => $text('show')];
    foreach (['hook_secret', 'api_key', 'access_key'] as $name) {
        $new[$name] = $text($name) === '-' ? '' : ($text($name) ?: $old[$name]);
    }
    if ($new['access_key'] !== '' && !tts_service_parsed_key($new['access_key'])) {
        add_settings_error('tts_service', 'access_key', __('The access key must be name=hmac:secret, with a secret of 32 characters or more.', 'tts-service'));
        $new['access_key'] = $old['access_key'];
    }
    foreach (['position', 'default'] as $name) {
        $new[$name] = isset(tts_service_choices($name)[$text($name)]) ? $text($name) : TTS_SERVICE_DEFAULTS[$name];
    }
    $roles = is_array($given['roles'] ?? null) ? array_filter($given['roles'], 'is_string') : [];
    $new['roles'] = array_values(array_intersect($roles, array_keys(wp_roles()->roles)));
    return $new;
}

function tts_service_settings_page() {
    if (!current_user_can('manage_options')) {
        return;
    }
    echo '<div class="wrap"><h1>' . esc_html(get_admin_page_title()) . '</h1><form action="options.php" method="post">';
    settings_fields('tts-service');
    do_settings_sections('tts-service');
    submit_button();
    echo '</form></div>';
}

function tts_service_text_field($field) {
    $name = $field['name'];
    printf(
        '<input type="%s" class="regular-text" id="tts-service-%2$s" name="tts_service[%2$s]" value="%3$s"%4$s><p class="description">%5$s</p>',
        $name === 'url' ? 'url' : 'text',
        esc_attr($name),
        esc_attr(tts_service_option($name)),
        tts_service_is_fixed($name) ? ' disabled' : '',
        esc_html(tts_service_is_fixed($name) ? __('Set in wp-config.php.', 'tts-service') : tts_service_help($name))
    );
}

/** A secret is never sent back to a browser. */
function tts_service_secret_field($field) {
    $name = $field['name'];
    $has = tts_service_option($name) !== '';
    printf(
        '<input type="password" class="regular-text" autocomplete="new-password" id="tts-service-%1$s" name="tts_service[%1$s]" value="" placeholder="%2$s"%3$s><p class="description">%4$s</p>',
        esc_attr($name),
        esc_attr($has ? __('Set. Leave empty to keep it, - to remove it', 'tts-service') : ''),
        tts_service_is_fixed($name) ? ' disabled' : '',
        esc_html(tts_service_is_fixed($name) ? __('Set in wp-config.php.', 'tts-service') : tts_service_help($name))
    );
}

function tts_service_choice_field($field) {
    $name = $field['name'];
    echo '<fieldset>';
    foreach (tts_service_choices($name) as $value => $label) {
        printf(
            '<label><input type="radio" name="tts_service[%s]" value="%s"%s> %s</label><br>',
            esc_attr($name),
            esc_attr($value),
            checked(tts_service_option($name), $value, false),
            esc_html($label)
        );
    }
    echo '</fieldset>';
}

function tts_service_roles_field() {
    echo '<fieldset>';
    foreach (wp_roles()->get_names() as $role => $label) {
        printf(
            '<label><input type="checkbox" name="tts_service[roles][]" value="%s"%s> %s</label><br>',
            esc_attr($role),
            checked(in_array($role, tts_service_option('roles'), true), true, false),
            esc_html(translate_user_role($label))
        );
    }
    echo '</fieldset>';
}
