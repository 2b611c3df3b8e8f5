# frozen_string_literal: true

# Answers conformance cases: a line each on standard input, a result each on standard output.
# The directory of the generated interface is in Ruby's load path.

require 'json'
require 'time'
require 'commet_webhooks'

# Asks the generated interface, and says its answers as the protocol writes them.
module Conformance
  PROVIDERS = { 'commet' => CommetWebhooks::Provider::COMMET, 'creem' => CommetWebhooks::Provider::CREEM }.freeze
  SIGNATURE_HEADERS = { 'commet' => 'X-Commet-Signature', 'creem' => 'creem-signature' }.freeze

  module_function

  def answer(asked)
    body = asked['body'].unpack1('m0')
    signature, secret = asked.values_at('signature', 'secret')
    {
      id: asked['id'],
      verify: CommetWebhooks.verify(body, signature, secret),
      parse: value(CommetWebhooks.verify_and_parse(body, signature, secret)),
      receive: received(asked, body)
    }
  end

  def received(asked, body)
    options = asked.fetch('options', {})
    webhooks = CommetWebhooks::Webhooks.new(PROVIDERS.fetch(asked['provider']), options['secrets'] || [asked['secret']])
    said(webhooks.receive(body, headers(asked), expectations(options)))
  rescue CommetWebhooks::WebhookError::Failed => e
    { ok: false, code: e.code }
  end

  def headers(asked)
    given = asked['headers'] || { SIGNATURE_HEADERS.fetch(asked['provider']) => asked['signature'] }
    given.compact.map { |name, text| CommetWebhooks::Header.new(name: name, value: text) }
  end

  def expectations(options)
    now = options['now'] && (Time.iso8601(options['now']).to_r * 1000).to_i
    CommetWebhooks::ReceiveOptions.new(
      mode: options['mode'], max_age_seconds: options['max_age_seconds'], now_ms: now,
      max_body_bytes: options['max_body_bytes']
    )
  end

  def said(event)
    {
      ok: true, type: event.type, known: event.known, typed: event.typed, event_id: event.id,
      idempotency_key: event.idempotency_key, time: event.time, mode: event.mode,
      api_version: event.api_version, grants_access: event.grants_access, data: value(event.data)
    }
  end

  def value(of)
    case of
    when nil, CommetWebhooks::Value::NULL then nil
    when CommetWebhooks::Value::BOOL, CommetWebhooks::Value::TEXT then of.value
    when CommetWebhooks::Value::ARRAY then of.items.map { |item| value(item) }
    when CommetWebhooks::Value::OBJECT
      { o: of.entries.sort_by(&:key).map { |entry| [entry.key, value(entry.value)] } }
    else { n: [of.value.to_f].pack('G').unpack1('H*') }
    end
  end
end

# Values are written as several levels for each of theirs.
deep = { max_nesting: 0 }
$stdin.each_line { |line| puts JSON.generate(Conformance.answer(JSON.parse(line)), deep) } if $PROGRAM_NAME == __FILE__
