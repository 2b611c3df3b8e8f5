

# Behind what uniffi generates, by build.sh.
def _checked(make):
    def init(self, provider, secrets):
        # uniffi's own check shows what it was given instead, which may be a secret.
        if not isinstance(provider, Provider):
            raise TypeError(f"provider is a Provider, not a {type(provider).__name__}")
        # A str is a sequence of str: each of its characters would be a secret.
        if isinstance(secrets, str):
            raise TypeError("secrets is a list of str, not a str")
        make(self, provider, secrets)

    return init


def _itself(self, *_memo):
    return self


def _no_pickle(self, _protocol):
    raise TypeError(f"cannot pickle '{type(self).__name__}' object")


Webhooks.__init__ = _checked(Webhooks.__init__)
# It is the address of memory, which a copy would free once more, and which means nothing elsewhere.
Webhooks.__copy__ = Webhooks.__deepcopy__ = _itself
Webhooks.__reduce_ex__ = _no_pickle
