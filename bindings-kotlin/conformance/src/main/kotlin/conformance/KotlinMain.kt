package conformance

import co.commet.resources.CreemWebhooks
import co.commet.resources.Webhooks
import co.commet.webhooks.EventData
import co.commet.webhooks.ProviderWebhooks
import co.commet.webhooks.WebhookException
import co.commet.webhooks.WebhookOptions
import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.node.ObjectNode
import java.time.Clock
import java.time.Duration
import java.time.Instant
import java.time.ZoneOffset
import java.time.format.DateTimeFormatter

private val milliseconds: DateTimeFormatter =
    DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC)
private val commet = Webhooks()
private val creem = CreemWebhooks()

/** Answers as Kotlin calls the library. */
fun main() = Protocol.answerAll { question ->
    when (question["provider"].textValue()) {
        "creem" -> answer(question, creem)
        else -> answer(question, commet)
    }
}

private fun <D : EventData> answer(question: JsonNode, webhooks: ProviderWebhooks<D>): ObjectNode {
    val body = question["body"].binaryValue()
    val signature: String? = question["signature"].textValue()
    val secret: String = question["secret"].textValue()
    return Protocol.`object`().apply {
        set<JsonNode>("id", question["id"])
        put("verify", webhooks.verify(body, signature, secret))
        set<JsonNode>("parse", Protocol.value(webhooks.verifyAndParse(body, signature, secret)))
        set<JsonNode>("receive", received(question, body, webhooks))
    }
}

private fun <D : EventData> received(question: JsonNode, body: ByteArray, webhooks: ProviderWebhooks<D>): ObjectNode {
    val event = try {
        webhooks.receive(body, headers(question, webhooks), options(question))
    } catch (error: WebhookException) {
        return Protocol.`object`().put("ok", false).put("code", error.code)
    }
    return Protocol.`object`().apply {
        put("ok", true)
        put("type", event.type)
        put("known", event.isKnown)
        put("typed", event.isTyped)
        put("event_id", event.id)
        put("idempotency_key", event.idempotencyKey)
        put("time", event.time?.let(milliseconds::format))
        put("mode", event.mode)
        put("api_version", event.apiVersion)
        put("grants_access", event.grantsAccess())
        set<JsonNode>("data", Protocol.value(event.data.raw))
    }
}

/** As most frameworks give them: several values to a name. */
private fun headers(question: JsonNode, webhooks: ProviderWebhooks<*>): Map<String, List<String>> =
    question["headers"]?.properties()?.associate { (name, value) -> name to listOf(value.textValue()) }
        ?: question["signature"].textValue()?.let { mapOf(webhooks.provider.signatureHeader() to listOf(it)) }
        ?: emptyMap()

private fun options(question: JsonNode): WebhookOptions {
    val given: JsonNode? = question["options"]
    return WebhookOptions.builder().apply {
        given?.get("secrets")?.let { all -> secrets(all.map { it.textValue() }) } ?: secret(question["secret"].textValue())
        given?.get("max_age_seconds")?.let { maxAge(Duration.ofSeconds(it.longValue())) }
        given?.get("now")?.let { clock(Clock.fixed(Instant.parse(it.textValue()), ZoneOffset.UTC)) }
        given?.get("mode")?.let { mode(it.textValue()) }
        given?.get("max_body_bytes")?.let { maxBodyBytes(it.longValue()) }
    }.build()
}
