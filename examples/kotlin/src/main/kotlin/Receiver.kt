// Receives the webhooks of Commet and CREEM, with Ktor:
//
//     mvn package
//     COMMET_WEBHOOK_SECRET=whsec_… CREEM_WEBHOOK_SECRET=… java -cp 'target/receiver.jar:target/lib/*' ReceiverKt
import co.commet.creem.CreemData
import co.commet.creem.CreemHandlers
import co.commet.creem.Customer
import co.commet.creem.SubscriptionExpired
import co.commet.creem.SubscriptionPaid
import co.commet.events.CommetData
import co.commet.events.CommetHandlers
import co.commet.events.PaymentFailed
import co.commet.events.SubscriptionActivated
import co.commet.events.SubscriptionCanceled
import co.commet.ktor.commetWebhooks
import co.commet.ktor.creemWebhooks
import co.commet.webhooks.Expandable
import co.commet.webhooks.WebhookEvent
import co.commet.webhooks.WebhookOptions
import io.ktor.server.engine.embeddedServer
import io.ktor.server.netty.Netty
import io.ktor.server.routing.routing
import java.util.concurrent.ConcurrentHashMap
import org.slf4j.LoggerFactory

private val log = LoggerFactory.getLogger("receiver")

/** What the application remembers: in a real one two tables, changed in one transaction. */
private class Records {
    private val handled = ConcurrentHashMap.newKeySet<String>()
    private val access = ConcurrentHashMap<String, Boolean>()

    /** Remembers an event; whether it has not come before. Providers deliver more than once. */
    fun first(event: WebhookEvent<*>) = handled.add(event.idempotencyKey)

    fun setAccess(customer: String, granted: Boolean) {
        access[customer] = granted
        log.info("{} {} access", customer, if (granted) "has" else "has no")
    }
}

private val records = Records()

fun main() {
    // Fails here, and not when a webhook arrives, where a secret is not set.
    val commet = CommetHandlers(WebhookOptions.of(System.getenv("COMMET_WEBHOOK_SECRET")))
        .onEvent { event, data -> once(event) { handle(data) } }
    val creem = CreemHandlers(WebhookOptions.of(System.getenv("CREEM_WEBHOOK_SECRET")))
        .onEvent { event, data -> once(event) { handle(data) } }

    embeddedServer(Netty, port = System.getenv("PORT")?.toInt() ?: 8080, host = "127.0.0.1") {
        routing {
            commetWebhooks("/webhooks/commet", commet)
            creemWebhooks("/webhooks/creem", creem)
        }
    }.start(wait = true)
}

/** Does something for an event once. What it throws is answered with 500, and the provider sends the event again. */
private fun once(event: WebhookEvent<*>, action: () -> Unit) {
    val what = "${event.type} as ${event.idempotencyKey}"
    when {
        !records.first(event) -> log.info("repeated {}", what)
        // Newer than this program, perhaps. Its data is all there: event.raw.
        !event.isTyped -> log.warn("untyped {}: {}", what, event.untypedReason)
        else -> {
            action()
            log.info("handled {}", what)
        }
    }
}

private fun handle(data: CommetData) = when (data) {
    is SubscriptionActivated -> records.setAccess(data.customerId, true)
    is SubscriptionCanceled -> records.setAccess(data.customerId, false)
    is PaymentFailed -> log.info("remind {}: {}", data.customerId, data.failureCode)
    else -> {}
}

private fun handle(data: CreemData) = when (data) {
    is SubscriptionPaid -> records.setAccess(id(data.customer), true)
    is SubscriptionExpired -> records.setAccess(id(data.customer), false)
    else -> {}
}

private fun id(customer: Expandable<Customer>?) = when (customer) {
    is Expandable.Expanded -> customer.value().id
    is Expandable.Id -> customer.id()
    null -> "somebody"
}
