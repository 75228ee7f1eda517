<?php return ['dependencies' => ['wp-blocks', 'wp-block-editor', 'wp-element', 'wp-i18n'], 'version' => '2.1'];
