<?php
/** Nothing of the plugin stays. What the service has read is the service's: withdraw it there. */

defined('WP_UNINSTALL_PLUGIN') || exit;

delete_option('tts_service');
foreach (['_tts_service_switch', '_tts_service_voice', '_tts_service_members', '_tts_service_told', '_tts_service_closed'] as $tts_service_key) {
    delete_post_meta_by_key($tts_service_key);
}
