// Answers conformance cases: a line each on standard input, a result each on standard output.

import co.commet.uniffi.Header
import co.commet.uniffi.Provider
import co.commet.uniffi.ReceiveOptions
import co.commet.uniffi.Value
import co.commet.uniffi.WebhookException
import co.commet.uniffi.Webhooks
import co.commet.uniffi.verify
import co.commet.uniffi.verifyAndParse
import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper
import java.time.OffsetDateTime
import java.util.Arrays
import java.util.Base64

private val PROVIDERS = mapOf("commet" to Provider.COMMET, "creem" to Provider.CREEM)
private val SIGNATURE_HEADERS = mapOf("commet" to "X-Commet-Signature", "creem" to "creem-signature")

fun main() {
    val json = ObjectMapper()
    val out = System.out.buffered(1 shl 16)
    System.`in`.bufferedReader().forEachLine { line ->
        out.write(json.writeValueAsBytes(answer(json.readTree(line))))
        out.write('\n'.code)
    }
    out.flush()
}

private fun answer(asked: JsonNode): Map<String, Any?> {
    val body = Base64.getDecoder().decode(asked["body"].textValue())
    val signature = asked["signature"].textValue()
    val secret = asked["secret"].textValue()
    return mapOf(
        "id" to asked["id"].textValue(),
        "verify" to verify(body, signature, secret),
        "parse" to verifyAndParse(body, signature, secret)?.let(::value),
        "receive" to received(asked, body, signature),
    )
}

private fun received(asked: JsonNode, body: ByteArray, signature: String?): Map<String, Any?> {
    val secrets = asked["options"]?.get("secrets") ?: listOf(asked["secret"])
    return try {
        val webhooks = Webhooks(PROVIDERS.getValue(asked["provider"].textValue()), secrets.map { it.textValue() })
        val event = webhooks.use { it.receive(body, headers(asked, signature), options(asked["options"])) }
        mapOf(
            "ok" to true, "type" to event.type, "known" to event.known, "typed" to event.typed, "event_id" to event.id,
            "idempotency_key" to event.idempotencyKey, "time" to event.time, "mode" to event.mode,
            "api_version" to event.apiVersion, "grants_access" to event.grantsAccess, "data" to value(event.data),
        )
    } catch (e: WebhookException.Failed) {
        mapOf("ok" to false, "code" to e.code)
    }
}

private fun headers(asked: JsonNode, signature: String?): List<Header> =
    asked["headers"]?.properties()?.map { (name, text) -> Header(name, text.textValue()) }
        ?: listOfNotNull(signature?.let { Header(SIGNATURE_HEADERS.getValue(asked["provider"].textValue()), it) })

private fun options(asked: JsonNode?) = ReceiveOptions(
    mode = asked?.get("mode")?.textValue(),
    maxAgeSeconds = asked?.get("max_age_seconds")?.longValue()?.toULong(),
    nowMs = asked?.get("now")?.textValue()?.let { OffsetDateTime.parse(it).toInstant().toEpochMilli() },
    maxBodyBytes = asked?.get("max_body_bytes")?.longValue()?.toULong(),
)

private fun value(of: Value): Any? = when (of) {
    is Value.Null -> null
    is Value.Bool -> of.value
    is Value.Text -> of.value
    is Value.Integer -> number(of.value.toDouble())
    is Value.Unsigned -> number(of.value.toDouble())
    is Value.Double -> number(of.value)
    is Value.Array -> of.items.map(::value)
    is Value.Object -> {
        val entries = of.entries.map { it.key.toByteArray() to listOf(it.key, value(it.value)) }
        mapOf("o" to entries.sortedWith { a, b -> Arrays.compareUnsigned(a.first, b.first) }.map { it.second })
    }
}

private fun number(double: Double) = mapOf("n" to "%016x".format(double.toRawBits()))
