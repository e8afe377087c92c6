"""The deterministic simulator (promises R2 and R3): the real sync engine and the real backend on one thread of control.

Time, ids, network, keychain and the message providers are owned here; everything that a run does follows from its seed.
"""
