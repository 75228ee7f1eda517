<?php
/*
 * As much of WordPress as the plugin calls, each with WordPress's own behaviour, and real HTTP.
 *
 * Standard input: {"plugin": its path, "constants": {…}, "home": …, "steps": [["save", post, its status before], ["delete", post],
 * ["update", post, the post before], ["show", content, {"singular", "loop", "main", "password"}]]}. Standard output: what came of each step, as JSON.
 */

declare(strict_types=1);
error_reporting(E_ALL);
set_error_handler(function (int $level, string $message, string $file, int $line): bool {
    throw new ErrorException($message, 0, $level, $file, $line);
});

$told = json_decode(stream_get_contents(STDIN), false, 512, JSON_THROW_ON_ERROR);
$hooks = [];
$requests = [];
$where = (object) [];

function add_filter(string $name, callable $do, int $priority = 10, int $arguments = 1): void {
    $GLOBALS['hooks'][$name][] = [$do, $arguments];
}

function add_action(string $name, callable $do, int $priority = 10, int $arguments = 1): void {
    add_filter($name, $do, $priority, $arguments);
}

function run_hooks(string $name, ...$values) {
    foreach ($GLOBALS['hooks'][$name] ?? [] as [$do, $arguments]) {
        $values[0] = $do(...array_slice($values, 0, $arguments)) ?? $values[0];
    }
    return $values[0];
}

function is_singular(string $type): bool { return $type === ($GLOBALS['where']->singular ?? 'post'); }
function in_the_loop(): bool { return $GLOBALS['where']->loop ?? true; }
function is_main_query(): bool { return $GLOBALS['where']->main ?? true; }
function post_password_required(): bool { return $GLOBALS['where']->password ?? false; }
function untrailingslashit(string $text): string { return rtrim($text, '/\\'); }
function wp_json_encode($value): string { return json_encode($value); }

/** Drops what no address has, and quotes the rest for an attribute, as WordPress does. */
function esc_url(string $url): string {
    $url = preg_replace('|[^a-z0-9-~+_.?#=!&;,/:%@$\|*\'()\[\]\\x80-\\xff]|i', '', $url);
    if (!preg_match('#^https?://#i', $url)) {
        return '';
    }
    return str_replace(['&', "'"], ['&#038;', '&#039;'], $url);
}

/** Pretty ones are for posts that are public; all others go by number. */
function get_permalink(object $post): string {
    $home = $GLOBALS['told']->home;
    return $post->post_status === 'publish' ? "$home/$post->post_name/" : "$home/?p=$post->ID";
}

function wp_remote_post(string $url, array $arguments): void {
    $headers = array_map(fn ($name, $value) => "$name: $value", array_keys($arguments['headers']), $arguments['headers']);
    $http = ['method' => 'POST', 'header' => $headers, 'content' => $arguments['body'], 'ignore_errors' => true, 'timeout' => 30];
    $answer = file_get_contents($url, false, stream_context_create(['http' => $http]));
    $GLOBALS['requests'][] = ['sent' => json_decode($arguments['body']), 'status' => (int) explode(' ', $http_response_header[0])[1]];
}

foreach ($told->constants as $name => $value) {
    define($name, $value);
}
require $told->plugin;

$results = [];
foreach ($told->steps as [$step, $subject, $more]) {
    $requests = [];
    if ($step === 'show') {
        $where = $more;
        $results[] = run_hooks('the_content', $subject);
        continue;
    }
    if ($step === 'save') {
        run_hooks('transition_post_status', $subject->post_status, $more, $subject);
    } elseif ($step === 'update') {
        run_hooks('post_updated', $subject->ID, $subject, $more);
    } else {
        run_hooks('before_delete_post', $subject->ID, $subject);
    }
    $results[] = $requests;
}
echo json_encode($results);
