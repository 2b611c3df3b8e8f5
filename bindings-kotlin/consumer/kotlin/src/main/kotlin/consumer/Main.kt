package consumer

import co.commet.Creem
import co.commet.creem.CheckoutCompleted
import co.commet.creem.CreditsAutoRecharged
import co.commet.creem.CreditsConsumed
import co.commet.creem.CreditsGranted
import co.commet.creem.CreemData
import co.commet.creem.CreemHandlers
import co.commet.creem.CustomerCreditsExhausted
import co.commet.creem.DisputeCreated
import co.commet.creem.RefundCreated
import co.commet.creem.Subscription
import co.commet.creem.SubscriptionActive
import co.commet.creem.SubscriptionCanceled
import co.commet.creem.SubscriptionExpired
import co.commet.creem.SubscriptionPaid
import co.commet.creem.SubscriptionPastDue
import co.commet.creem.SubscriptionPaused
import co.commet.creem.SubscriptionScheduledCancel
import co.commet.creem.SubscriptionTrialing
import co.commet.creem.SubscriptionUnpaid
import co.commet.creem.SubscriptionUpdate
import co.commet.creem.UnknownEvent
import co.commet.webhooks.Access
import co.commet.webhooks.Expandable
import co.commet.webhooks.NotAuthenticException
import co.commet.webhooks.WebhookOptions
import java.time.Instant

private const val SECRET = "whsec_test"
private const val BODY = """{"id":"evt_1","eventType":"subscription.paused","created_at":1728734325927,"object":{
    "id":"sub_1","status":"paused","product":"prod_1","current_period_end_date":"2026-10-12T11:58:47.109Z"}}"""

fun main() {
    val webhooks = Creem.builder().apiKey(System.getenv("CREEM_API_KEY")).build().webhooks()
    val headers = mapOf("creem-signature" to webhooks.sign(BODY, SECRET))
    val options = WebhookOptions.builder().secret(SECRET).build()

    val payload: Map<String, Any?>? = webhooks.verifyAndParse(BODY, headers["creem-signature"], SECRET)
    println(payload?.get("eventType"))

    val event = webhooks.receive(BODY, headers, options)
    val time: Instant? = event.time
    println("${event.id} $time ${event.access == Access.DENIED} ${describe(event.data)}")

    try {
        webhooks.receive(BODY, emptyMap<String, String>(), options)
    } catch (error: NotAuthenticException) {
        println("${error.code} ${error.httpStatus}")
    }

    val handlers = CreemHandlers(options)
        .onSubscriptionPaused { _, data -> println("revoke ${data.id}") }
        .on(Subscription::class.java) { received, _ -> println("log ${received.type}") }
    println(handlers.answer(BODY.encodeToByteArray(), headers).status)
}

/** The compiler knows that nothing is left out. */
private fun describe(data: CreemData): String = when (data) {
    is SubscriptionPaused -> "${data.id} pauses until ${data.currentPeriodEndDate}, ${product(data.product)}"
    is SubscriptionActive, is SubscriptionTrialing, is SubscriptionPaid, is SubscriptionUpdate,
    is SubscriptionPastDue, is SubscriptionUnpaid, is SubscriptionScheduledCancel, is SubscriptionCanceled,
    is SubscriptionExpired -> "${data.id} is ${data.status}"
    is CheckoutCompleted -> data.id
    is RefundCreated -> "${data.refundAmount} cents"
    is DisputeCreated -> data.id
    is CustomerCreditsExhausted, is CreditsGranted, is CreditsConsumed, is CreditsAutoRecharged -> "credits: ${data.raw}"
    is UnknownEvent -> data.reason
}

private fun product(product: Expandable<*>?): String = when (product) {
    is Expandable.Id -> "product ${product.id}"
    is Expandable.Expanded -> "all of the product"
    null -> "no product"
}
