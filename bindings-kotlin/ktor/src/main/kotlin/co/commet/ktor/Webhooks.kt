/** Routes for Ktor servers. */
package co.commet.ktor

import co.commet.creem.CreemHandlers
import co.commet.events.CommetHandlers
import co.commet.webhooks.WebhookHandlers
import io.ktor.http.ContentType
import io.ktor.http.HttpStatusCode
import io.ktor.server.request.receiveChannel
import io.ktor.server.response.respondText
import io.ktor.server.routing.Route
import io.ktor.server.routing.RoutingCall
import io.ktor.server.routing.post
import io.ktor.utils.io.readRemaining
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import kotlinx.io.readByteArray

/**
 * Routes POST requests of Commet to handlers, and answers what they say.
 *
 * The body is read as it came, before any plugin converts it, and up to [WebhookHandlers.getMaxBodyBytes]. Handlers
 * run on [Dispatchers.IO], where they may block.
 *
 * @param path where the provider sends its webhooks to, such as `/webhooks/commet`
 * @param handlers handlers, which any number of threads may call
 * @return the route
 */
public fun Route.commetWebhooks(path: String, handlers: CommetHandlers): Route = post(path) { call.answer(handlers) }

/**
 * Routes POST requests of CREEM to handlers, as [commetWebhooks] does.
 *
 * @param path where the provider sends its webhooks to, such as `/webhooks/creem`
 * @param handlers handlers, which any number of threads may call
 * @return the route
 */
public fun Route.creemWebhooks(path: String, handlers: CreemHandlers): Route = post(path) { call.answer(handlers) }

private suspend fun RoutingCall.answer(handlers: WebhookHandlers<*, *>) {
    // One byte more than the limit is enough to be refused.
    val limit = minOf(handlers.maxBodyBytes, Int.MAX_VALUE - 1L) + 1
    val rawBody = receiveChannel().readRemaining(limit).readByteArray()
    val answer = withContext(Dispatchers.IO) {
        try {
            handlers.answer(rawBody) { name -> request.headers.getAll(name) }
        } finally {
            // Of a handler's InterruptedException: the thread's next task may be another request.
            Thread.interrupted()
        }
    }
    respondText(answer.body, ContentType.Application.Json, HttpStatusCode.fromValue(answer.status))
}
