<?php

use Symfony\Component\Routing\Annotation;
use Symfony\Component\Routing\Attribute;

// Debian's packages are not Composer's.
foreach (['Bundle/FrameworkBundle', 'Component/BrowserKit', 'Component/Yaml'] as $package) {
    require_once "/usr/share/php/Symfony/$package/autoload.php";
}
// Before version 6.4 it was called otherwise.
class_exists(Attribute\Route::class) || class_alias(Annotation\Route::class, Attribute\Route::class);
$_SERVER['KERNEL_CLASS'] = App\Kernel::class;
if (PHP_SAPI === 'cli') {
    require_once __DIR__ . '/vendor/autoload.php';
}
