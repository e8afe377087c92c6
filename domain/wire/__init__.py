"""The types that cross the network, one module a conversation. Instants are int UTC microseconds; local times are naive
datetimes in the location's zone; money is minor units with its currency.
"""
