
# Behind what uniffi generates, by build.sh.
module CommetWebhooks
  class Webhooks
    # Ruby copies a finalizer with its object: without this, two would free the same memory.
    def initialize_copy(other)
      ObjectSpace.undefine_finalizer(self)
      @handle = other.uniffi_clone_handle
      ObjectSpace.define_finalizer(self, self.class.uniffi_define_finalizer_by_handle(@handle, object_id))
    end

    # It is an address, which means nothing elsewhere.
    def marshal_dump
      raise TypeError, "no way to dump a #{self.class}"
    end
  end

  # What uniffi generates would call `map`, and Ruby show whose method that is not: a secret.
  Webhooks.prepend(Module.new do
    def initialize(provider, secrets)
      raise TypeError, "expected an Array of String, not #{secrets.class}" unless secrets.respond_to?(:map)

      super
    end
  end)

  class << self
    # uniffi's own shows what it was given, which may be a secret.
    def uniffi_bytes(value)
      raise TypeError, "expected a String, not #{value.class}" unless value.respond_to?(:to_str)

      value.to_str
    end
  end
end
