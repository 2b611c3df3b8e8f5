<?php

declare(strict_types=1);

namespace Commet;

use Psr\Http\Message\ResponseFactoryInterface;
use Psr\Http\Message\ResponseInterface;
use Psr\Http\Message\ServerRequestInterface;
use Psr\Http\Message\StreamFactoryInterface;
use Psr\Http\Message\StreamInterface;
use Psr\Http\Server\RequestHandlerInterface;

/**
 * A handler for any framework that follows PSR-15.
 */
final class Psr15Handler implements RequestHandlerInterface
{
    public function __construct(
        private readonly WebhookHandler $handler,
        private readonly ResponseFactoryInterface $responses,
        private readonly StreamFactoryInterface $streams,
    ) {
    }

    public function handle(ServerRequestInterface $request): ResponseInterface
    {
        $answer = $this->handler->receive($this->body($request->getBody()), $request->getHeaders());

        return $this->responses->createResponse($answer->status)
            ->withHeader('Content-Type', Answer::CONTENT_TYPE)
            ->withBody($this->streams->createStream($answer->body));
    }

    /**
     * The body from its beginning, even if something has read it before; of a body that is too large
     * just enough to see it.
     */
    private function body(StreamInterface $stream): string
    {
        if ($stream->isSeekable()) {
            $stream->rewind();
        }

        return WebhookHandler::read($this->handler->maxBodyBytes, $stream->eof(...), $stream->read(...));
    }
}
