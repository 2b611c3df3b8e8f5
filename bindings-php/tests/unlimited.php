<?php

require getenv('COMMET_AUTOLOAD');

(new Commet\Handler(getenv('COMMET_WEBHOOK_SECRET'), maxBodyBytes: PHP_INT_MAX))->serve();
