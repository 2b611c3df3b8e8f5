# frozen_string_literal: true

# The generated interface as a Ruby program uses it; its directory is in Ruby's load path.

require 'minitest/autorun'
require 'stringio'
require 'commet_webhooks'

class WebhooksTest < Minitest::Test
  include CommetWebhooks

  SECRET = 'whsec_test'
  BODY = <<~JSON
    {"id":"whev_1","event":"subscription.activated","timestamp":"2026-03-25T14:30:00.000Z","mode":"live",
     "organizationId":"org_1","data":{"zeta":1,"status":"active","name":"Zoë 🎉","big":18446744073709551615,
     "half":0.5,"list":[null,true]}}
  JSON

  def setup
    @webhooks = Webhooks.new(Provider::COMMET, [SECRET])
  end

  def signed(body = BODY)
    [Header.new(name: 'x-commet-signature', value: @webhooks.sign(body))]
  end

  def failure(&block)
    assert_raises(WebhookError::Failed, &block)
  end

  def entries(value)
    value.entries.to_h { |entry| [entry.key, entry.value] }
  end

  def test_an_event_arrives_with_its_values
    event = @webhooks.receive(BODY, signed)
    assert_equal %w[subscription.activated whev_1 whev_1], [event.type, event.id, event.idempotency_key]
    assert_equal [1_774_449_000_000, '2026-03-25T14:30:00.000Z'], [event.time_ms, event.time]
    assert_equal ['live', 'org_1', 'granted', true], [event.mode, event.organization_id, event.access, event.grants_access]
    assert event.known
    data = entries(event.data)
    assert_equal event.data, entries(event.raw)['data']
    assert_equal %w[zeta status name big half list], data.keys
    assert_equal ['Zoë 🎉', (2**64) - 1, 0.5], data.values_at('name', 'big', 'half').map(&:value)
    assert_predicate data['list'].items[0], :null?
    assert_equal Encoding::UTF_8, data['name'].value.encoding
  end

  def test_a_failure_says_what_is_wrong_and_no_secret
    error = failure { @webhooks.receive(BODY, signed, ReceiveOptions.new(mode: 'sandbox')) }
    assert_equal ['wrong_mode', 'refused', 400], [error.code, error.kind, error.http_status]
    refute_includes error.message, SECRET
    refute_empty error.hint
    broken = '{"event":1,"data":{}}'
    assert_equal 'event', failure { @webhooks.receive(broken, signed(broken)) }.field
    [[], [' ']].each do |secrets|
      assert_equal 'empty_secret', failure { Webhooks.new(Provider::CREEM, secrets) }.code
    end
  end

  # Servers hand over headers in ASCII-8BIT, and the bytes are the sender's.
  def test_garbage_is_refused_and_raises_nothing_else
    [nil, '', "\xFF\xFE".b, "\xED\xA0\x80", 'é' * 64, ('é' * 32).encode('UTF-16LE'), '0' * 64].each do |garbage|
      refute @webhooks.verify(BODY, garbage)
      assert_nil @webhooks.verify_and_parse(BODY, garbage)
      headers = [["\xFF".b, ''], ['X-Commet-Signature', garbage]].select(&:last)
      failure { @webhooks.receive(BODY, headers.map { |name, value| Header.new(name: name, value: value) }) }
    end
    refute CommetWebhooks.verify("\xFF\x00".b, @webhooks.sign("\xFF".b), SECRET)
  end

  def test_functions_do_as_methods_do
    signature = CommetWebhooks.sign(BODY, SECRET)
    assert_equal @webhooks.sign(BODY), signature
    assert CommetWebhooks.verify(BODY, signature.upcase, SECRET)
    refute CommetWebhooks.verify(BODY, signature, 'another')
    assert_equal @webhooks.verify_and_parse(BODY, signature), CommetWebhooks.verify_and_parse(BODY, signature, SECRET)
    received = CommetWebhooks.receive(Provider::COMMET, BODY, signed, SECRET)
    assert_equal @webhooks.receive(BODY, signed), received
  end

  def test_time_is_the_systems_or_what_a_test_says
    day = 24 * 60 * 60
    assert_equal 'too_old', failure { @webhooks.receive(BODY, signed, ReceiveOptions.new(max_age_seconds: day)) }.code
    now = ReceiveOptions.new(max_age_seconds: day, now_ms: 1_774_449_060_000)
    assert_equal 'whev_1', @webhooks.receive(BODY, signed, now).id
  end

  # A fiber's stack is the smallest that Ruby has.
  def test_deep_bodies_fit_a_fiber
    deep = "{\"event\":\"x\",\"data\":#{'{"a":' * 126}{}#{'}' * 127}"
    assert_equal 'x', Fiber.new { @webhooks.receive(deep, signed(deep)).type }.resume
  end

  def test_copies_are_objects_of_their_own
    20.times { @webhooks.dup.clone.sign(BODY) }
    GC.start
    others = Array.new(50) { |index| Webhooks.new(Provider::COMMET, ["another #{index}"]) }
    assert_equal CommetWebhooks.sign(BODY, SECRET), @webhooks.sign(BODY)
    assert_equal 50, others.size
    assert_raises(TypeError) { Marshal.dump(@webhooks) }
  end

  def test_mistakes_show_no_secret
    refute_includes assert_raises(TypeError) { CommetWebhooks.sign(BODY, SECRET.to_sym) }.message, SECRET
    [SECRET, [SECRET.to_sym]].each do |secrets|
      refute_includes assert_raises(TypeError) { Webhooks.new(Provider::COMMET, secrets) }.message, SECRET
    end
  end

  def test_memory_is_given_back
    forged = [Header.new(name: 'x-commet-signature', value: '0' * 64)]
    calls = lambda do
      2_000.times do
        @webhooks.receive(BODY, signed)
        failure { @webhooks.receive(BODY, forged) }
        Webhooks.new(Provider::COMMET, [SECRET])
      end
      GC.start
      File.read('/proc/self/statm').split[1].to_i * 4096
    end
    calls.call
    before = calls.call
    assert_operator calls.call - before, :<, 4 << 20
  end

  # The program of the README, which an environment variable names, receives a request of Rack.
  def test_what_the_readme_shows
    ENV['COMMET_WEBHOOK_SECRET'] = SECRET
    readme = Module.new
    readme.module_eval(File.read(ENV.fetch('README_PROGRAM')))
    receiver = Object.new.extend(readme)
    [[@webhooks.sign(BODY), [200, {}, []]], ['0' * 64, [403, {}, ['signature_mismatch']]]].each do |signature, answer|
      request = { 'rack.input' => StringIO.new(BODY), 'HTTP_X_COMMET_SIGNATURE' => signature, 'REQUEST_METHOD' => 'POST' }
      said, = capture_io { assert_equal answer, receiver.webhook(request) }
      assert_equal answer[0] == 200 ? "subscription.activated whev_1 true\n" : '', said
    end
  end
end
