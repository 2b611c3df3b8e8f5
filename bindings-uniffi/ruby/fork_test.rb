# frozen_string_literal: true

# A process that forks while its other threads are in the library, as Ruby's servers do.

require 'minitest/autorun'
require 'commet_webhooks'

class ForkTest < Minitest::Test
  include CommetWebhooks

  BODY = '{"event":"payment.failed","data":{"customerId":"user_1"}}'

  def works?(webhooks)
    header = Header.new(name: 'x-commet-signature', value: webhooks.sign(BODY))
    webhooks.receive(BODY, [header]).type == 'payment.failed' && Webhooks.new(Provider::COMMET, ['another']).sign(BODY)
  end

  def test_children_of_a_process_with_busy_threads
    webhooks = Webhooks.new(Provider::COMMET, ['whsec_forks'])
    running = true
    threads = Array.new(3) { Thread.new { assert works?(webhooks) while running } }
    20.times do
      child = fork { exit!(works?(webhooks) ? 0 : 1) }
      Process.wait(child)
      assert_equal 0, Process.last_status.exitstatus
    end
    running = false
    threads.each(&:join)
  end
end
