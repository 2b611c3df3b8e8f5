<?php

// Of the provider's documentation, as it stands there; only the loading of the package comes before.
require getenv('COMMET_AUTOLOAD');

use Commet\Commet;

$commet = new Commet(apiKey: getenv('COMMET_API_KEY'));

$rawBody = file_get_contents('php://input');
$signature = $_SERVER['HTTP_X_COMMET_SIGNATURE'] ?? null;

$payload = $commet->webhooks->verifyAndParse(
    $rawBody,
    $signature,
    getenv('COMMET_WEBHOOK_SECRET'),
);

if ($payload === null) {
    http_response_code(401);
    exit('Invalid signature');
}

match ($payload['event']) {
    'subscription.activated' => null, // Otorgar acceso
    'subscription.canceled' => null,  // Revocar acceso
    default => null,
};

http_response_code(200);
echo 'OK';
