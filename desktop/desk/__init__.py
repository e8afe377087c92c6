"""The desk at work: replica, outbox and network put together behind the ports of desktop.models.ports."""
